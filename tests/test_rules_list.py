"""``rules``: the list of all rules, for people and as JSON."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from flake8_mp.frontends.rules_list import main, table
from flake8_mp.pages import breaks_under, evidence, page, summary
from flake8_mp.rule import all_rules
from flake8_mp.settings import START_METHODS

RULES = {rule.code: rule for rule in all_rules()}


def test_the_table_has_a_row_for_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["code", "name", "on", "breaks", "under", "what", "goes", "wrong"]
    assert [row.split()[0] for row in rows[1:]] == list(RULES)
    for row in rows[1:]:
        rule = RULES[row[:5]]
        assert row.split()[1:3] == [rule.name, "yes" if rule.default else "no"]
        assert row.endswith(f"  {summary(rule)}")


def test_start_methods_are_those_of_the_evidence() -> None:
    for rule in all_rules():
        wrong = {method for fixture in evidence(rule) if fixture.kind == "bad" for method in fixture.methods_wrong}
        assert breaks_under(rule) == tuple(method for method in START_METHODS if method in wrong)


@pytest.mark.parametrize("width", [40, 100, 160])
def test_sentences_are_cut_where_the_terminal_ends(width: int) -> None:
    whole = table(all_rules(), None).splitlines()
    rows = table(all_rules(), width).splitlines()
    start = whole[0].index("what")
    assert max(map(len, rows)) <= max(width, start + 20)
    for row, full in zip(rows, whole, strict=True):
        assert row == full or (row.endswith("...") and full.startswith(row[:-3]))


def test_a_terminal_is_asked_for_its_width(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "90")
    assert main(["MP2"]) == 0
    assert max(map(len, terminal.getvalue().splitlines())) <= 90
    assert "..." in terminal.getvalue()


@pytest.mark.parametrize("option", [["--json"], ["--format", "json"], ["--json", "--format=json"]])
def test_json(capsys: pytest.CaptureFixture[str], option: list[str]) -> None:
    assert main([*option, "MP101", "MP615"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    rule = RULES["MP101"]
    assert first == {
        "code": "MP101",
        "name": "unguarded-start",
        "default": True,
        "start_methods": ["spawn", "forkserver"],
        "since": rule.since,
        "summary": "Importing the file starts a process.",
        "message": rule.message,
    }
    assert (second["code"], second["default"]) == ("MP615", False)


def test_json_with_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--pages", "lambda-handoff"]) == 0
    (entries,) = json.loads(capsys.readouterr().out)
    assert entries["page"] == page(RULES["MP201"])


@pytest.mark.parametrize("asked", ["MP999", "lambda", "MP000"])
def test_an_unknown_rule_is_named(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["MP101", asked]) == 2
    assert capsys.readouterr() == ("", f"{asked}: there is no such rule; `flake8-mp rules` lists them\n")


@pytest.mark.parametrize("arguments", [["--pages"], ["--json", "--format", "table"], ["--format", "xml"]])
def test_options_that_cannot_be(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "flake8-mp rules: " in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    command = [sys.executable, "-c", "import sys; from flake8_mp.frontends.rules_list import main; sys.exit(main(['--json', '--pages', 'MP1']))"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(60) == 0
