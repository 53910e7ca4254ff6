"""What the README asks people to type, and what it says that happens, is what happens."""

from __future__ import annotations

import json
import re

import pytest

from flake8_mp.frontends.cli import COMMANDS
from flake8_mp.rule import all_rules
from tests.conftest import ROOT, Command
from tests.documents import PAGES as DOCUMENTS
from tests.documents import blocks, label, text_of, the_block

README = text_of("README.md")


def test_it_is_short() -> None:
    assert README.count("\n") <= 150


def test_the_test_command_is_what_the_continuous_integration_runs() -> None:
    command = the_block("README.md", "sh", "pytest")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert (
        command == "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev,docs]' && .venv/bin/python -m pytest\n"
    )
    assert "install --quiet --disable-pip-version-check -e '.[dev,docs]'" in script
    assert '/bin/python" -m pytest' in script


def test_the_first_command_finds_little(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    line = the_block("README.md", "sh", "activate")
    assert line.startswith("python3 -m venv .venv && . .venv/bin/activate && pip install -q . && flake8-mp ")
    arguments = line.rpartition("flake8-mp ")[2].split()
    monkeypatch.chdir(ROOT)
    result = command(*arguments)
    assert result.status == 0
    assert 2 <= result.out.count("\n  --> ") <= 10
    assert result.out.count("\n") < 60


class TestExample:
    def test_the_program_is_shown_as_it_is(self) -> None:
        [shown] = blocks("README.md", "python")
        assert shown in (ROOT / "docs" / "examples" / "weblog" / "report.py").read_text(encoding="utf-8")

    def test_what_is_reported(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = the_block("README.md", "sh", "migrate docs/examples").split()
        assert asked[0] == "flake8-mp"
        monkeypatch.chdir(ROOT)
        shown = the_block("README.md", "text", "MP108").removesuffix("\u2026\n")
        assert "2 places in 1 of 2 files break." in shown
        assert command(*asked[1:]).out.startswith(shown)

    def test_what_happens_when_it_is_run(self, command: Command) -> None:
        forked, served = (block for block in blocks("README.md", "text") if block.endswith(" requests\n"))
        program = str(ROOT / "docs" / "examples" / "weblog" / "report.py")
        methods = ("--start-method", "fork", "--start-method", "forkserver")
        verdict = json.loads(command.process("verify", "--json", *methods, program).stdout)
        seen = {run["start_method"]: (run["stdout"], run["status"]) for run in verdict["runs"]}
        assert seen == {"fork": (forked, 0), "forkserver": (served, 0)}
        assert verdict["works"] is False


def test_every_page_is_linked() -> None:
    linked = set(re.findall(r"\]\(([^)#]+)\)", README))
    pages = {label(path) for path in DOCUMENTS} - {"README.md", "fixtures/README.md"}
    assert pages <= linked


@pytest.mark.parametrize("name", ["check", "explain", "verify", "rules", "server"])
def test_the_everyday_commands_are_named(name: str) -> None:
    assert name in COMMANDS
    if name != "check":  # which needs no name
        assert f"flake8-mp {name}" in README


def test_no_rule_is_missing_where_all_are_said_to_be() -> None:
    rows = re.findall(r"^\| (MP\d{3})&nbsp;.*\|$", text_of("docs/rules/index.md"), re.MULTILINE)
    assert rows == [rule.code for rule in all_rules()]
