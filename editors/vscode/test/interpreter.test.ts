import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, judge, probe, pythonOf } from "../src/interpreter";

const nothing = { setting: "", selected: undefined, folders: ["/work"] };

test("the setting comes first", () => {
  const found = choose({ setting: "/opt/python", selected: "/usr/bin/python3", folders: [] });
  assert.deepEqual(found, { path: "/opt/python", origin: "setting" });
});

test("a setting may name the workspace, and a path in it", () => {
  assert.equal(choose({ ...nothing, setting: "${workspaceFolder}/env/bin/python" }).path, "/work/env/bin/python");
  assert.equal(choose({ ...nothing, setting: "env/bin/python" }).path, "/work/env/bin/python");
  assert.equal(choose({ ...nothing, setting: "python3.13" }).path, "python3.13");
});

test("then what the Python extension has selected", () => {
  const found = choose({ ...nothing, selected: "/usr/bin/python3" });
  assert.deepEqual(found, { path: "/usr/bin/python3", origin: "Python extension" });
});

test("then a virtual environment of the workspace", () => {
  const found = choose(nothing, (file) => file === "/work/.venv/bin/python", "linux");
  assert.deepEqual(found, { path: "/work/.venv/bin/python", origin: "workspace" });
});

test("then what is in PATH", () => {
  assert.equal(choose(nothing, () => false, "linux").path, "python3");
  assert.equal(choose(nothing, () => false, "win32").path, "python");
  assert.match(pythonOf("venv", "win32"), /python\.exe$/);
});

test("what an environment lacks is said in one line", () => {
  const answer = (version: string | null, pygls: boolean, python = [3, 12]) =>
    JSON.stringify({ python, have: { flake8_mp: version !== null, pygls, tomlkit: true }, version });
  assert.deepEqual(judge("/p", answer("1.0", true)), { good: true, version: "1.0" });
  const missing = judge("/a b/p", answer(null, true));
  assert.ok(!missing.good);
  assert.equal(missing.command, '"/a b/p" -m pip install "flake8-mp[lsp]"');
  const extra = judge("/p", answer("1.0", false));
  assert.ok(!extra.good);
  assert.match(extra.words, /lacks its extra for editors; run: \/p -m pip install "flake8-mp\[lsp\]"$/);
  const old = judge("/p", answer("1.0", true, [3, 9]));
  assert.ok(!old.good);
  assert.match(old.words, /needs Python 3\.11 or later/);
  assert.ok(!judge("/p", "hello").good);
});

test("a Python that is not there", async () => {
  const verdict = await probe("/no/such/python");
  assert.ok(!verdict.good);
  assert.match(verdict.words, /cannot be run/);
});
