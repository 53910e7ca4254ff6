-- What docs/picture/editor.py takes a picture of: Neovim with its own client, in the colours of the picture.

local function colour(group, options)
  vim.api.nvim_set_hl(0, group, options)
end

vim.o.termguicolors = true
vim.o.number = true
vim.o.signcolumn = "yes"
vim.o.laststatus = 0
vim.o.ruler = false
vim.o.showcmd = false
vim.o.showmode = false
vim.o.wrap = false
vim.opt.fillchars = { eob = " " }
vim.opt.shortmess:append("FIc")

vim.cmd("edit " .. vim.env.FILE)
vim.cmd("syntax on")
colour("Normal", { fg = "#d8dee9", bg = "#1c2028" })
colour("NormalFloat", { fg = "#d8dee9", bg = "#2a303c" })
colour("FloatBorder", { fg = "#5b6779", bg = "#2a303c" })
colour("LineNr", { fg = "#4b5566" })
colour("SignColumn", { bg = "#1c2028" })
colour("MsgArea", { fg = "#8a96a8" })
colour("Comment", { fg = "#7f8b9d", italic = true })
colour("String", { fg = "#a3be8c" })
colour("Number", { fg = "#d0a2c8" })
colour("Function", { fg = "#88c0d0" })
colour("Statement", { fg = "#81a1c1" })
colour("PreProc", { fg = "#81a1c1" })
colour("Special", { fg = "#d0a2c8" })
colour("Title", { fg = "#88c0d0", bold = true })
colour("LspCodeLens", { fg = "#6f9a9a", italic = true })
for name, text in pairs({ Error = "#e0707c", Warn = "#e0b060", Info = "#70a8e0", Hint = "#70b0a0" }) do
  colour("Diagnostic" .. name, { fg = text })
  colour("DiagnosticUnderline" .. name, { sp = text, undercurl = true })
end
vim.diagnostic.config({ virtual_text = { prefix = "■", spacing = 2 }, signs = true, severity_sort = true })

local id = vim.lsp.start_client({
  name = "flake8-mp",
  cmd = { vim.env.PYTHON, "-m", "flake8_mp", "server" },
  root_dir = vim.fn.getcwd(),
  init_options = { codeLens = true, targetVersion = "3.14", platforms = { "linux" } },
})
vim.lsp.buf_attach_client(0, id)

local function wait(condition)
  if not vim.wait(60000, condition, 50) then
    vim.cmd("cquit")
  end
end

local function windows()
  return #vim.api.nvim_list_wins()
end

-- Neovim draws and answers between these steps.
vim.defer_fn(function()
  wait(function() return #vim.diagnostic.get(0) > 1 end)
  vim.lsp.codelens.refresh()
  wait(function() return #vim.lsp.codelens.get(0) > 0 end)
  local found = vim.diagnostic.get(0)
  table.sort(found, function(one, other) return one.lnum < other.lnum end)
  vim.cmd("normal! 13Gzt")
  vim.api.nvim_win_set_cursor(0, { found[1].lnum + 1, found[1].col })
  -- Beside the code, which is what it is about.
  local beside = { border = "rounded", max_width = 66, max_height = 17, offset_x = 58 }
  vim.lsp.handlers["textDocument/hover"] = vim.lsp.with(vim.lsp.handlers.hover, beside)
  vim.lsp.buf.hover()
  wait(function() return windows() > 1 end)
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      vim.api.nvim_win_set_option(window, "linebreak", true)
      vim.api.nvim_win_set_height(window, 17)
    end
  end
  vim.cmd("redraw!")
  vim.fn.writefile({}, vim.env.READY)
end, 100)
