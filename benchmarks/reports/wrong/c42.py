"""Configuration linter running over many files with a pool."""
from __future__ import annotations

import configparser
import multiprocessing
import sys
import tempfile
from pathlib import Path


def die(message: str) -> None:
    print(f"error: {message}", file=sys.stderr)
    sys.exit(2)


def read_config(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    try:
        parser.read_string(path.read_text())
    except configparser.Error as exc:
        die(f"{path.name}: {exc.message.splitlines()[0]}")
    return parser


def lint(path: Path) -> tuple[str, list[str]]:
    parser = read_config(path)
    problems = []
    for section in parser.sections():
        for key, value in parser.items(section):
            if not value.strip():
                problems.append(f"{section}.{key} is empty")
    return path.name, problems


class Linter:
    def __init__(self, processes: int = 2) -> None:
        self.processes = processes

    def run(self, paths: list[Path]) -> int:
        problems = 0
        with multiprocessing.Pool(self.processes) as pool:
            for name, found in pool.imap(lint, paths):
                for text in found:
                    print(f"{name}: {text}")
                problems += len(found)
        return problems


def sample(folder: Path) -> list[Path]:
    texts = ["[db]\nhost = a\nport =\n", "[mail]\nfrom = me\n", "host = b\n[x]\n", "[web]\nport = 80\n"]
    paths = []
    for n, text in enumerate(texts):
        paths.append(folder / f"conf{n}.ini")
        paths[-1].write_text(text)
    return paths


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as tmp:
        found = Linter().run([Path(a) for a in sys.argv[1:]] or sample(Path(tmp)))
    sys.exit(1 if found else 0)
