// How the server is started, and which documents are its own. Knows nothing of VS Code.

import { tmpdir } from "node:os";

export const SECTION = "flake8-mp";

/** The arguments that make a Python the server. -P keeps what lies in the current folder from being imported. */
export function serverArguments(logLevel: string): string[] {
  return ["-P", "-m", "flake8_mp", "server", "--log-level", logLevel];
}

/** The folder that the server is started in: none of the user's. */
export function serverFolder(): string {
  return tmpdir();
}

/** The documents that the server is told of; notebooks it asks for itself. */
export const DOCUMENTS = [
  { scheme: "file", language: "python" },
  { scheme: "untitled", language: "python" },
  { scheme: "file", pattern: "**/pyproject.toml" },
];

/** Tell whether an address is that of a page of a rule, which is better read than edited. */
export function isPage(uri: string): boolean {
  return /\/pages\/[^/]+\/MP[0-9]{3}\.md$/.test(uri);
}

/** Return a code as it is written in full, or undefined for what is no code. */
export function codeFrom(text: string): string | undefined {
  const match = /^\s*(?:MP)?([0-9]{3})\s*$/i.exec(text);
  return match === null ? undefined : `MP${match[1]}`;
}
