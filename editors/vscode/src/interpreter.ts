// Which Python runs the server, and whether its environment has what that needs. Knows nothing of VS Code.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** Where a Python was found, in the order in which places are looked at. */
export type Origin = "setting" | "Python extension" | "workspace" | "PATH";

export interface Interpreter {
  readonly path: string;
  readonly origin: Origin;
}

export interface Places {
  /** What the setting says, empty where it says nothing. */
  readonly setting: string;
  /** What the Python extension has selected, or undefined without it. */
  readonly selected: string | undefined;
  /** The folders of the workspace. */
  readonly folders: readonly string[];
}

/** Return the Python of a virtual environment. */
export function pythonOf(environment: string, platform: NodeJS.Platform = process.platform): string {
  return platform === "win32"
    ? path.join(environment, "Scripts", "python.exe")
    : path.join(environment, "bin", "python");
}

/** Choose the interpreter: the first that is told or found. */
export function choose(
  places: Places,
  exists: (file: string) => boolean = existsSync,
  platform: NodeJS.Platform = process.platform,
): Interpreter {
  const first = places.folders[0];
  if (places.setting !== "") {
    return { path: expand(places.setting, first), origin: "setting" };
  }
  if (places.selected !== undefined && places.selected !== "") {
    return { path: places.selected, origin: "Python extension" };
  }
  for (const folder of places.folders) {
    for (const name of [".venv", "venv"]) {
      const python = pythonOf(path.join(folder, name), platform);
      if (exists(python)) {
        return { path: python, origin: "workspace" };
      }
    }
  }
  return { path: platform === "win32" ? "python" : "python3", origin: "PATH" };
}

function expand(setting: string, folder: string | undefined): string {
  const home = process.env.HOME ?? process.env.USERPROFILE ?? "~";
  const full = setting.replace(/^~(?=$|[/\\])/, home).replaceAll("${workspaceFolder}", folder ?? "");
  // A bare name is looked for in PATH; anything with a separator is a path in the workspace.
  if (folder !== undefined && /[/\\]/.test(full) && !path.isAbsolute(full)) {
    return path.join(folder, full);
  }
  return full;
}

/** What is said of an environment: the version of flake8-mp, or in one line what is to be done. */
export type Verdict =
  | { readonly good: true; readonly version: string }
  | { readonly good: false; readonly words: string; readonly command: string | undefined };

const PROBE = `
import importlib.util as util, json, sys
have = {name: util.find_spec(name) is not None for name in ("flake8_mp", "pygls", "tomlkit")}
version = None
if have["flake8_mp"]:
    from flake8_mp import __version__ as version
print(json.dumps({"python": sys.version_info[:2], "have": have, "version": version}))
`;

interface Probed {
  readonly python: readonly [number, number];
  readonly have: Readonly<Record<string, boolean>>;
  readonly version: string | null;
}

/** Ask a Python what its environment has. It is run in a folder where nothing of the user's can be imported. */
export async function probe(python: string): Promise<Verdict> {
  return await new Promise((resolve) => {
    execFile(python, ["-c", PROBE], { cwd: tmpdir(), timeout: 30_000 }, (error, stdout) => {
      if (error !== null) {
        resolve({ good: false, words: `${python} cannot be run: ${firstLine(error.message)}`, command: undefined });
        return;
      }
      resolve(judge(python, stdout));
    });
  });
}

/** Say what the answer of a Python means. */
export function judge(python: string, answer: string): Verdict {
  let probed: Probed;
  try {
    probed = JSON.parse(answer) as Probed;
  } catch {
    return { good: false, words: `${python} is not a Python that can be used`, command: undefined };
  }
  const [major, minor] = probed.python;
  if (major < 3 || (major === 3 && minor < 11)) {
    return {
      good: false,
      words: `flake8-mp needs Python 3.11 or later to run; ${python} is ${major}.${minor}`,
      command: undefined,
    };
  }
  const command = `${quoted(python)} -m pip install "flake8-mp[lsp]"`;
  if (probed.version === null) {
    return { good: false, words: `flake8-mp is not installed in this environment; run: ${command}`, command };
  }
  if (Object.values(probed.have).includes(false)) {
    return { good: false, words: `flake8-mp lacks its extra for editors; run: ${command}`, command };
  }
  return { good: true, version: probed.version };
}

function quoted(word: string): string {
  return /^[\w./\\:-]+$/.test(word) ? word : `"${word}"`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
