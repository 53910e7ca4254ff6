"""What a terminal or the log of a build is sent: nothing of the user's steers either."""

from __future__ import annotations

import os

import pytest

from flake8_mp.terminal import path_in_front, visible, without_commands
from tests.conftest import Command

ODD = "pool.map(lambda n: n, [1])  # ##vso[task.setvariable variable=x]y ##[error]z"
SOURCE = f"import multiprocessing\n\npool = multiprocessing.get_context('fork').Pool(2)\n{ODD}\n"


def test_what_is_visible() -> None:
    assert visible("a\x1b[31m\x7f\u202e\x9b\ud800\n") == "a␛[31m␡\\u202e\\x9b\\ud800␊"
    assert visible("日本é👩‍👩‍👧") == "日本é👩‍👩‍👧"


def test_commands_of_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TF_BUILD", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    assert without_commands(ODD) == ODD
    for name in ("TF_BUILD", "GITHUB_ACTIONS"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "True")
            assert without_commands("a ##vso[b] ##[c] ## d ##e[") == "a #\\x23vso[b] #\\x23[c] ## d ##e["


@pytest.mark.parametrize("form", ["full", "concise", "grouped"])
@pytest.mark.skipif(os.name == "nt", reason="such names cannot be had there")
def test_no_line_is_a_command(command: Command, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv("TF_BUILD", "True")
    command.write("::warning::a.py", SOURCE)
    command.write("##vso[x]b.py", SOURCE)
    command.write("::error::c.py", "import multiprocessing\n(\n")
    result = command(".", "--output-format", form)
    assert result.out.count("MP201") >= 2
    lines = [*result.out.splitlines(), *result.err.splitlines()]
    assert [line for line in lines if line.lstrip().startswith("::") and not line.lstrip().startswith("::: ")] == []
    assert [line for line in lines if "##vso[" in line or "##[" in line] == []


def test_a_path_in_front() -> None:
    assert path_in_front("::a.py") == os.path.join(".", "::a.py")  # noqa: PTH118
    assert path_in_front("a::b.py") == "a::b.py"
