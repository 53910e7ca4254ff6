// Tries the packaged extension in a real VS Code: code-server, driven by a browser without a screen.
//
//   CODE_SERVER=…/code-server CHROMIUM=chromium PYTHON=…/.venv/bin/python node e2e/code-server.mjs [FOLDER]
//
// Opens a program, waits for the problem and the start method, does an action from the menu, saves, and compares the
// file. Pictures go to FOLDER, dist-test unless told. Needs code-server and puppeteer-core, which are not among the
// dependencies: install them elsewhere and name that folder's node_modules in NODE_MODULES. package.json has no script
// for it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

const { CODE_SERVER = "code-server", CHROMIUM = "chromium", PYTHON = "python3", PORT = "8765" } = process.env;
const ACTION = process.env.ACTION ?? "Disable MP201 for this line";
const pictures = path.resolve(process.argv[2] ?? "dist-test");
const puppeteer = createRequire(path.join(path.resolve(process.env.NODE_MODULES ?? "node_modules"), "x.js"))("puppeteer-core");

const PROGRAM = `import multiprocessing

if __name__ == "__main__":
    é = "日本 𝄞"; multiprocessing.Process(target=lambda: "é 日本 𝄞").start()
`;
const EXPECTED = process.env.EXPECTED ?? PROGRAM.replace("start()\n", "start()  # noqa: MP201\n");

const folder = mkdtempSync(path.join(tmpdir(), "flake8-mp-e2e-"));
const project = path.join(folder, "project");
const file = path.join(project, "program.py");
mkdirSync(project);
mkdirSync(pictures, { recursive: true });
mkdirSync(path.join(folder, "data", "User"), { recursive: true });
writeFileSync(file, PROGRAM);
writeFileSync(
  path.join(folder, "data", "User", "settings.json"),
  JSON.stringify({
    "flake8-mp.interpreter": PYTHON,
    "flake8-mp.inlayHints": true,
    "flake8-mp.codeLens": true,
    "flake8-mp.targetVersion": "3.14",
    "flake8-mp.platforms": ["linux"],
    "security.workspace.trust.enabled": false,
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "chat.disableAIFeatures": true,
    "telemetry.telemetryLevel": "off",
  }),
);
const own = ["--user-data-dir", path.join(folder, "data"), "--extensions-dir", path.join(folder, "extensions")];
execFileSync(CODE_SERVER, [...own, "--install-extension", path.resolve("flake8-mp.vsix")], { stdio: "inherit" });
const server = spawn(CODE_SERVER, [...own, "--auth", "none", "--bind-addr", `127.0.0.1:${PORT}`, "--disable-telemetry"], {
  stdio: "ignore",
  env: { ...process.env, FLAKE8_MP_CACHE_DIR: path.join(folder, "cache") },
});
for (let tries = 0; tries < 600; tries++) {
  const answer = await fetch(`http://127.0.0.1:${PORT}/healthz`).catch(() => undefined);
  if (answer?.ok) {
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
}

const browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--window-size=1400,800"] });
const page = await browser.newPage();
await page.setViewport({ width: 1400, height: 800 });
const patience = { timeout: 120_000 };
// Runs in the browser: the count of errors in the status bar.
const found = (wanted) => document.querySelector('[id="status.problems"]')?.textContent?.trim().startsWith(`${wanted}`);
// Runs in the browser: whether a text stands in an element of a kind.
const shows = (text, kind) =>
  [...document.querySelectorAll(kind)].some((each) => each.textContent.replaceAll("\u00a0", " ").includes(text));
const METHOD = "forkserver (3.14 default)";
try {
  await page.goto(`http://127.0.0.1:${PORT}/?folder=${project}&payload=[["openFile","vscode-remote://127.0.0.1:${PORT}${file}"]]`, patience);
  await page.waitForSelector(".monaco-editor .view-line", patience);
  await page.waitForFunction(found, patience, 1);
  await page.waitForFunction(shows, patience, METHOD, ".view-line"); // the hint
  await page.waitForFunction(shows, patience, `Process: ${METHOD}`, ".codelens-decoration");
  await page.screenshot({ path: path.join(pictures, "problems.png") });
  console.log("a problem is counted, and the start method is shown");

  await page.click(".monaco-editor .view-line");
  await page.keyboard.press("F8"); // to the problem
  await page.waitForSelector(".marker-widget", patience);
  await page.screenshot({ path: path.join(pictures, "problem.png") });
  console.log(`the problem: ${await page.$eval(".marker-widget", (each) => each.textContent)}`);
  await page.keyboard.press("Escape");
  const listed = ".action-widget .monaco-list-row";
  for (let tries = 0; tries < 10 && (await page.$(listed)) === null; tries++) {
    await page.keyboard.down("Control");
    await page.keyboard.press(".");
    await page.keyboard.up("Control");
    await page.waitForSelector(listed, { timeout: 10_000 }).catch(() => undefined); // the editor was not ready for it
  }
  await page.screenshot({ path: path.join(pictures, "actions.png") });
  const rows = await page.$$(".action-widget .monaco-list-row");
  const titles = await Promise.all(rows.map((row) => row.evaluate((each) => each.textContent?.trim() ?? "")));
  console.log(`the actions: ${titles.join(" | ")}`);
  const chosen = rows[titles.findIndex((title) => title.startsWith(ACTION))];
  assert.ok(chosen !== undefined, `${ACTION} is not offered`);
  await chosen.click();
  await page.waitForFunction(found, patience, 0);
  await page.screenshot({ path: path.join(pictures, "done.png") });
  await page.keyboard.down("Control");
  await page.keyboard.press("s");
  await page.keyboard.up("Control");
  for (let tries = 0; readFileSync(file, "utf8") === PROGRAM && tries < 300; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(readFileSync(file, "utf8"), EXPECTED);
  console.log("the file is mended");
} catch (error) {
  await page.screenshot({ path: path.join(pictures, "failure.png") });
  throw error;
} finally {
  await browser.close();
  server.kill("SIGTERM");
}
