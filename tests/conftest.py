"""What several tests lean on: the places of this project, and flake8 as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LAMBDA_TO_POOL = """\
import multiprocessing

if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(lambda n: n * n, [1, 2, 3]))
"""
"""A program that breaks under every start method, and on by default is one rule that says so: MP201."""

FUNCTION_TO_POOL = """\
import multiprocessing


def square(n):
    return n * n


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(square, [1, 2, 3]))
"""
"""The same program, mended."""


@pytest.fixture
def root() -> Path:
    """The checkout that is under test."""
    return ROOT


@dataclass(frozen=True)
class Project:
    """A folder of the user's, with a flake8 configuration of its own, and flake8 run in it."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def configure(self, *lines: str) -> None:
        self.write(".flake8", "\n".join(["[flake8]", *lines, ""]))

    def flake8(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run flake8 here, as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "flake8", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def codes(self, *arguments: str, stdin: str | None = None) -> list[str]:
        """Run flake8 with only our codes selected: ``file:line:column code`` of every finding."""
        run = self.flake8("--select", "MP", *arguments, stdin=stdin)
        assert run.stderr == ""
        places = [line.split(" ", 2)[:2] for line in run.stdout.splitlines()]
        return sorted(f"{place.removesuffix(':')} {code}" for place, code in places)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, whose own configuration hides those in the folders above."""
    project = Project(tmp_path)
    project.configure()
    return project
