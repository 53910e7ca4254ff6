// The server as VS Code's own protocol library speaks to it, started as the extension starts it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRequest,
  ConfigurationRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  InlayHintRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
} from "vscode-languageserver-protocol/node";
import type {
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  InlayHint,
  TextDocumentEdit,
} from "vscode-languageserver-protocol";

import { probe, pythonOf } from "../src/interpreter";
import { codeFrom, isPage, serverArguments, serverFolder } from "../src/server";

const PROGRAM = `import multiprocessing

if __name__ == "__main__":
    é = "日本 𝄞"; multiprocessing.Process(target=lambda: "é 日本 𝄞").start()
`;

/** The interpreter of the tests: what the environment says, or that of the checkout, or python3. */
const TOLD = process.env.FLAKE8_MP_PYTHON;
const IN_CHECKOUT = pythonOf(path.resolve("..", "..", ".venv"));
const PYTHON = TOLD ?? (existsSync(IN_CHECKOUT) ? IN_CHECKOUT : "python3");

/** Return why the server cannot be started here; where an interpreter is told, that is no excuse. */
async function excuse(): Promise<string | undefined> {
  const verdict = await probe(PYTHON);
  if (verdict.good) {
    return undefined;
  }
  assert.equal(TOLD, undefined, verdict.words);
  return verdict.words;
}

interface Server {
  readonly connection: MessageConnection;
  readonly folder: string;
  readonly registered: string[];
  readonly pushed: string[];
  end(): Promise<number | null>;
}

async function start(settings: object): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), "flake8-mp-"));
  const child = spawn(PYTHON, serverArguments("info"), {
    cwd: serverFolder(),
    env: { ...process.env, FLAKE8_MP_CACHE_DIR: path.join(folder, "cache") },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const registered: string[] = [];
  const pushed: string[] = [];
  connection.onRequest(RegistrationRequest.type, (params) => {
    registered.push(...params.registrations.map((each) => each.method));
  });
  connection.onRequest(ConfigurationRequest.type, (params) => params.items.map(() => settings));
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    pushed.push(params.uri);
  });
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(folder).toString(),
    workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: "project" }],
    capabilities: {
      textDocument: {
        diagnostic: { dynamicRegistration: true, relatedInformation: true, codeDescriptionSupport: true },
        codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } },
      },
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
        workspaceEdit: { documentChanges: true },
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    folder,
    registered,
    pushed,
    end: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
      await connection.sendNotification(ExitNotification.type);
      const status = await ended;
      connection.dispose();
      return status;
    },
  };
}

async function pulled(server: Server, uri: string): Promise<Diagnostic[]> {
  const report: DocumentDiagnosticReport = await server.connection.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri },
  });
  assert.equal(report.kind, "full");
  return report.kind === "full" ? report.items : [];
}

test("diagnostics are pulled, an action is resolved, and what it changes mends the finding", async (context) => {
  const reason = await excuse();
  if (reason !== undefined) {
    context.skip(reason);
    return;
  }
  const server = await start({ enable: true });
  const file = path.join(server.folder, "program.py");
  writeFileSync(file, PROGRAM);
  const uri = pathToFileURL(file).toString();
  await server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "python", version: 1, text: PROGRAM },
  });
  const [found, ...others] = await pulled(server, uri);
  assert.ok(found !== undefined);
  assert.equal(others.length, 0);
  assert.equal(found.code, "MP201");
  assert.deepEqual(found.range, { start: { line: 3, character: 48 }, end: { line: 3, character: 65 } });
  assert.ok(isPage(found.codeDescription?.href ?? ""));

  const actions = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: found.range,
    context: { diagnostics: [found] },
  });
  const offered = (actions ?? []) as CodeAction[];
  const chosen = offered.find((each) => each.title === "Disable MP201 for this line");
  assert.ok(chosen !== undefined, offered.map((each) => each.title).join(", "));
  const resolved = await server.connection.sendRequest(CodeActionResolveRequest.type, chosen);
  const edit = resolved.edit?.documentChanges?.[0] as TextDocumentEdit;
  assert.equal(edit.textDocument.version, 1);
  await server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: edit.edits.map((each) => ({
      range: "range" in each ? each.range : found.range,
      text: "newText" in each ? each.newText : "",
    })),
  });
  assert.deepEqual(await pulled(server, uri), []);
  assert.deepEqual(server.pushed, [], "what is pulled is not pushed as well");
  assert.deepEqual(server.registered.sort(), ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"]);
  assert.equal(await server.end(), 0);
});

test("the settings of VS Code count", async (context) => {
  const reason = await excuse();
  if (reason !== undefined) {
    context.skip(reason);
    return;
  }
  const server = await start({ enable: true, ignore: ["MP201"], select: [], configuration: "", severity: {} });
  const uri = "untitled:Untitled-1";
  await server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "python", version: 1, text: PROGRAM },
  });
  let found = await pulled(server, uri);
  for (let tries = 0; found.length > 0 && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100)); // the settings come after the first file
    found = await pulled(server, uri);
  }
  assert.deepEqual(found, []);
  assert.equal(await server.end(), 0);
});

test("the start methods are shown where the settings say so", async (context) => {
  const reason = await excuse();
  if (reason !== undefined) {
    context.skip(reason);
    return;
  }
  const server = await start({ inlayHints: true, codeLens: true, targetVersion: "3.14", platforms: ["linux"] });
  const text = "import multiprocessing\n\n\ndef main():\n    multiprocessing.Pool(2)\n";
  const uri = "untitled:Untitled-2";
  await server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "python", version: 1, text },
  });
  const range = { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } };
  let hints: InlayHint[] | null = [];
  for (let tries = 0; !hints?.length && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100)); // the settings come after the first file
    hints = await server.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
  }
  assert.deepEqual(
    hints?.map((each) => [each.position, each.label]),
    [[{ line: 4, character: 27 }, "forkserver (3.14 default)"]],
  );
  const lenses = await server.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  assert.deepEqual(lenses?.map((each) => each.command?.title), ["Pool: forkserver (3.14 default)"]);
  assert.equal(await server.end(), 0);
});

test("codes and pages are known", () => {
  assert.equal(codeFrom(" mp201 "), "MP201");
  assert.equal(codeFrom("201"), "MP201");
  assert.equal(codeFrom("MP2"), undefined);
  assert.ok(isPage("file:///home/me/.cache/flake8-mp/pages/0.1.0/MP201.md"));
  assert.ok(!isPage("file:///home/me/verify-app.py.txt"));
});
