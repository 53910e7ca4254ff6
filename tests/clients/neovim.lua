-- Drives Neovim's own client: waits for what is found in FILE, tells it, does ACTION where it is found, and saves.
-- What is told is one JSON object for each line.

local function tell(object)
  io.stdout:write(vim.fn.json_encode(object) .. "\n")
end

local function fail(words)
  tell({ problem = words })
  vim.cmd("cquit")
end

vim.cmd("edit " .. vim.env.FILE)
local id = vim.lsp.start_client({
  name = "flake8-mp",
  cmd = { vim.env.PYTHON, "-m", "flake8_mp", "server" },
  root_dir = vim.fn.getcwd(),
  init_options = { codeLens = true, targetVersion = "3.14", platforms = { "linux" } },
})
vim.lsp.buf_attach_client(0, id)

local function wait_for(number)
  if not vim.wait(60000, function() return #vim.diagnostic.get(0) == number end, 20) then
    fail("there are " .. #vim.diagnostic.get(0) .. " diagnostics")
  end
end

wait_for(1)
local found = vim.diagnostic.get(0)[1]
local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, true)[1]
tell({ code = found.code, line = found.lnum, marked = line:sub(found.col + 1, found.end_col), severity = found.severity })

local client = vim.lsp.get_client_by_id(id)
vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })

local hovered = vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(0, client.offset_encoding), 30000)
tell({ hover = hovered[id].result.contents.value })

local document = { textDocument = vim.lsp.util.make_text_document_params() }
local lenses = vim.lsp.buf_request_sync(0, "textDocument/codeLens", document, 30000)
tell({ lens = lenses[id].result[1].command.title })

local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, found.lnum) }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 30000)
local titles = {}
local chosen = nil
for _, action in ipairs(answers[id].result) do
  table.insert(titles, action.title)
  if action.title == vim.env.ACTION then
    chosen = action
  end
end
tell({ titles = titles })
if chosen == nil then
  fail("there is no such action")
end
if chosen.edit == nil then
  chosen = vim.lsp.buf_request_sync(0, "codeAction/resolve", chosen, 30000)[id].result
end
vim.lsp.util.apply_workspace_edit(chosen.edit, client.offset_encoding)
wait_for(0)
vim.cmd("write")
tell({ done = true })
vim.lsp.stop_client(id)
vim.cmd("qall!")
