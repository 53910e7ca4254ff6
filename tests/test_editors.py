"""Real editors against the language server: Neovim with its own client, and Emacs with eglot.

They are run where they are installed: Debian's `neovim`, `emacs-nox` and `elpa-eglot`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.editors

CLIENTS = ROOT / "tests" / "clients"

PROGRAM = """\
import multiprocessing

if __name__ == "__main__":
    é = "日本 𝄞"; multiprocessing.Process(target=lambda: "é 日本 𝄞").start()  # 𝄞
"""
MARKED = 'lambda: "é 日本 𝄞"'
DISABLE = "Disable MP201 for this line"


@cache
def has_eglot() -> bool:
    """Return whether there is an Emacs with eglot."""
    if shutil.which("emacs") is None:
        return False
    run = subprocess.run(["emacs", "-q", "--batch", "--eval", "(require 'eglot)"], capture_output=True, timeout=120)
    return run.returncode == 0


def drive(folder: Path, command: list[str], action: str) -> tuple[dict[str, Any], str]:
    """Have an editor do an action in the program; return what it reported, and what the file then holds."""
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    run = subprocess.run(
        command,
        cwd=folder,
        env={
            **os.environ,
            "PYTHON": sys.executable,
            "FILE": "program.py",
            "ACTION": action,
            "FLAKE8_MP_CACHE_DIR": str(folder / "cache"),
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "LC_ALL": "C.UTF-8",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    reported: dict[str, Any] = {}
    for line in run.stdout.splitlines():
        if line.startswith("{"):
            reported |= json.loads(line)
    assert run.returncode == 0, (run.stdout, run.stderr)
    assert reported.get("done"), (run.stdout, run.stderr)
    return reported, (folder / "program.py").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
class TestNeovim:
    def test_range_hover_and_action(self, tmp_path: Path) -> None:
        command = ["nvim", "--headless", "-u", "NONE", "-n", "-i", "NONE", "-S", str(CLIENTS / "neovim.lua")]
        reported, text = drive(tmp_path, command, DISABLE)
        assert (reported["code"], reported["line"], reported["severity"]) == ("MP201", 3, 1)
        assert reported["marked"] == MARKED
        assert "**MP201** `lambda-handoff`" in reported["hover"]
        assert {DISABLE, "Disable MP201 for this file", "Explain MP201"} <= set(reported["titles"])
        assert text == PROGRAM.replace("# 𝄞\n", "# 𝄞  # noqa: MP201\n")


@pytest.mark.skipif(not has_eglot(), reason="Emacs with eglot is not installed")
class TestEmacs:
    def test_range_and_action(self, tmp_path: Path) -> None:
        reported, text = drive(tmp_path, ["emacs", "-q", "--batch", "-l", str(CLIENTS / "eglot.el")], DISABLE)
        assert "MP201" in reported["text"]
        assert reported["line"] == 3
        assert reported["marked"] == MARKED
        assert {DISABLE, "Explain MP201"} <= set(reported["titles"])
        assert text == PROGRAM.replace("# 𝄞\n", "# 𝄞  # noqa: MP201\n")
