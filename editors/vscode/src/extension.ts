// The extension: finds the interpreter, starts the server, and says in one line what stands in its way.

import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, State, TransportKind } from "vscode-languageclient/node";
import type { LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

import { choose, probe } from "./interpreter";
import type { Interpreter } from "./interpreter";
import { codeFrom, DOCUMENTS, isPage, SECTION, serverArguments, serverFolder } from "./server";

/** The part of the Python extension's interface that is used (version 2024 and later). */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

class Extension {
  private client: LanguageClient | undefined;
  private starting: Promise<void> = Promise.resolve();
  private readonly log = vscode.window.createOutputChannel("flake8-mp", { log: true });
  private readonly status = vscode.languages.createLanguageStatusItem("flake8-mp", { language: "python" });

  constructor(context: vscode.ExtensionContext) {
    this.status.name = "flake8-mp";
    this.status.command = { command: "flake8-mp.showLog", title: "Show Log" };
    const on = (name: string, run: () => unknown): vscode.Disposable => vscode.commands.registerCommand(name, run);
    context.subscriptions.push(
      this.log,
      this.status,
      on("flake8-mp.restart", () => this.restart()),
      on("flake8-mp.showLog", () => this.log.show()),
      on("flake8-mp.explainRule", () => this.explain()),
      on("flake8-mp.verifyFile", () => this.verify()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        const restarting = ["interpreter", "diagnosticMode", "logLevel"];
        if (restarting.some((name) => change.affectsConfiguration(`${SECTION}.${name}`))) {
          void this.restart();
        }
      }),
    );
    void this.followPython(context);
  }

  /** Start the server anew, after whatever is going on. */
  restart(): Promise<void> {
    this.starting = this.starting.then(
      () => this.start(),
      () => this.start(),
    );
    return this.starting;
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      await client.stop().catch((error: unknown) => this.log.error(String(error)));
    }
  }

  private async start(): Promise<void> {
    await this.stop();
    this.tell("starting", "", vscode.LanguageStatusSeverity.Information, true);
    const settings = vscode.workspace.getConfiguration(SECTION);
    const interpreter = await this.interpreter(settings);
    const verdict = await probe(interpreter.path);
    this.log.info(`the interpreter is ${interpreter.path} (${interpreter.origin})`);
    if (!verdict.good) {
      this.tell("not running", verdict.words, vscode.LanguageStatusSeverity.Warning);
      this.log.warn(verdict.words);
      void this.offer(verdict.words, verdict.command);
      return;
    }
    const client = this.clientFor(interpreter, settings);
    this.client = client;
    client.onDidChangeState((change) => {
      if (change.newState === State.Running) {
        this.tell(verdict.version, interpreter.path, vscode.LanguageStatusSeverity.Information);
      } else if (change.newState === State.Stopped && this.client === client) {
        this.tell("not running", interpreter.path, vscode.LanguageStatusSeverity.Error);
      }
    });
    try {
      await client.start();
    } catch (error) {
      const words = `the server did not start: ${error instanceof Error ? error.message : String(error)}`;
      this.tell("not running", words, vscode.LanguageStatusSeverity.Error);
      this.log.error(words);
    }
  }

  private clientFor(interpreter: Interpreter, settings: vscode.WorkspaceConfiguration): LanguageClient {
    const server: ServerOptions = {
      command: interpreter.path,
      args: serverArguments(settings.get("logLevel", "info")),
      transport: TransportKind.stdio,
      options: { cwd: serverFolder() },
    };
    const options: LanguageClientOptions = {
      documentSelector: DOCUMENTS,
      outputChannel: this.log,
      initializationOptions: { settings },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: this.client === undefined ? CloseAction.DoNotRestart : CloseAction.Restart }),
      },
      middleware: {
        window: {
          showDocument: async (params, token, next) => {
            if (isPage(params.uri)) {
              await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.parse(params.uri));
              return { success: true };
            }
            return await next(params, token);
          },
        },
      },
    };
    return new LanguageClient(SECTION, "flake8-mp", server, options);
  }

  private async interpreter(settings: vscode.WorkspaceConfiguration): Promise<Interpreter> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
    const setting = settings.get("interpreter", "").trim();
    return choose({ setting, selected: setting === "" ? await this.selected() : undefined, folders });
  }

  /** Return what the Python extension has selected, or undefined where it is not installed or has nothing. */
  private async selected(): Promise<string | undefined> {
    const python = await pythonExtension();
    if (python === undefined) {
      return undefined;
    }
    try {
      const resource = vscode.workspace.workspaceFolders?.[0]?.uri;
      const active = python.environments.getActiveEnvironmentPath(resource);
      return (await python.environments.resolveEnvironment(active))?.executable.uri?.fsPath;
    } catch (error) {
      this.log.warn(`the Python extension does not tell its interpreter: ${String(error)}`);
      return undefined;
    }
  }

  private async followPython(context: vscode.ExtensionContext): Promise<void> {
    const python = await pythonExtension();
    if (python !== undefined) {
      context.subscriptions.push(python.environments.onDidChangeActiveEnvironmentPath(() => void this.restart()));
    }
  }

  private async offer(words: string, command: string | undefined): Promise<void> {
    const copy = "Copy Command";
    const choose = "Choose Interpreter";
    const chosen = await vscode.window.showWarningMessage(words, ...(command === undefined ? [] : [copy]), choose);
    if (chosen === copy && command !== undefined) {
      await vscode.env.clipboard.writeText(command);
    } else if (chosen === choose) {
      const known = (await vscode.commands.getCommands(true)).includes("python.setInterpreter");
      await (known
        ? vscode.commands.executeCommand("python.setInterpreter")
        : vscode.commands.executeCommand("workbench.action.openSettings", `${SECTION}.interpreter`));
    }
  }

  private async explain(): Promise<void> {
    const text = await vscode.window.showInputBox({
      prompt: "The code of a rule",
      placeHolder: "MP201",
      validateInput: (typed) => (codeFrom(typed) === undefined ? "Write a code like MP201" : undefined),
    });
    const code = text === undefined ? undefined : codeFrom(text);
    if (code !== undefined) {
      await vscode.commands.executeCommand("flake8-mp.explain", code);
    }
  }

  private async verify(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === "python" && (await document.save())) {
      await vscode.commands.executeCommand("flake8-mp.verify", document.uri.toString());
    }
  }

  private tell(text: string, detail: string, severity: vscode.LanguageStatusSeverity, busy = false): void {
    this.status.text = `flake8-mp: ${text}`;
    this.status.detail = detail;
    this.status.severity = severity;
    this.status.busy = busy;
  }
}

async function pythonExtension(): Promise<PythonExtension | undefined> {
  const found = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  return found === undefined ? undefined : await found.activate();
}

let extension: Extension | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  extension = new Extension(context);
  await extension.restart();
}

export async function deactivate(): Promise<void> {
  await extension?.stop();
}
