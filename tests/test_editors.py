"""Real editors against the language server: Neovim with its own client, and Emacs with eglot.

They are run where they are installed: Debian's `neovim`, and `emacs-nox` with `elpa-eglot` before version 29.
`.ci/editors` installs them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.engine import lint
from flake8_mp.frontends.lsp.rule_pages import short_page
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
        assert reported["lens"] == "Process: forkserver (3.14 default)"
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


class TestPicture:
    """The picture of Neovim in the documentation, which `docs/picture/editor.py` takes."""

    SCRIPT = ROOT / "docs" / "picture" / "editor.py"

    def shown(self) -> str:
        """Return the words in the picture."""
        drawn = (ROOT / "docs" / "editor.svg").read_text(encoding="utf-8")
        return "\n".join(unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", drawn))

    def test_it_shows_what_is_found(self) -> None:
        program = ROOT / "docs" / "examples" / "weblog" / "report.py"
        source = program.read_text(encoding="utf-8")
        shown = self.shown()
        found = lint(source, str(program))
        assert [each.code for each in found] == ["MP108", "MP105"]
        for each in found:
            assert f"\u25a0 {each.text}"[:16] in shown
        assert found[0].text[:90] in shown
        joined = "".join(shown.split())
        for line in source.splitlines()[14:25]:
            assert "".join(line.split()) in joined
        assert "Pool: forkserver (3.14 default)" in shown
        assert all(word in joined for word in short_page("MP108").partition("**Seen")[0].replace("**", "").split())

    @pytest.mark.skipif(
        shutil.which("nvim") is None or shutil.which("tmux") is None, reason="Neovim and tmux are not installed"
    )
    def test_it_can_be_taken_again(self) -> None:
        program = f"import runpy; print(runpy.run_path({str(self.SCRIPT)!r})['screen']())"
        run = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=240, check=True
        )
        screen = re.sub(r"\x1b\[[\d;:]*m|\x1b\(B|\x0e|\x0f", "", run.stdout)
        # What was seen depends on the Python.
        assert all(line in screen for line in self.shown().partition("Seen when run")[0].splitlines())
