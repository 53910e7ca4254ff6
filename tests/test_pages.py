"""Pages and generated parts: they say what docstrings, fixtures and outcomes say, and are not stale."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_mp import pages, reference
from flake8_mp.configuration import read_configuration
from flake8_mp.pages import (
    PageError,
    chosen,
    documents,
    evidence,
    example,
    fill,
    main,
    outcome_table,
    page,
    rules_table,
    site_pages,
    summary,
    write,
)
from flake8_mp.rule import Rule, all_rules
from flake8_mp.selfcheck.fixture import find_fixtures
from flake8_mp.selfcheck.record import Outcomes
from tests.conftest import ROOT, Command


def rule_id(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", all_rules(), ids=rule_id)
class TestEveryRule:
    def test_its_page_begins_with_one_sentence(self, rule: Rule) -> None:
        first = (inspect.getdoc(rule) or "").partition("\n\n")[0]
        assert first.endswith(".")
        assert len(first) <= 240
        assert first == first.strip()
        assert "|" not in first

    def test_its_page_says_why_and_what_to_do_instead(self, rule: Rule) -> None:
        paragraphs = (inspect.getdoc(rule) or "").split("\n\n")
        assert len(paragraphs) >= 2
        assert "Instead" in (inspect.getdoc(rule) or "")

    def test_its_page_shows_every_program(self, rule: Rule) -> None:
        shown = page(rule)
        assert shown.startswith(f"# {rule.code} {rule.name}\n\n{summary(rule)}\n")
        programs = [fixture for fixture in evidence(rule) if fixture.kind != "shapes"]
        assert programs
        for fixture in programs:
            assert fixture.sources[0].text.strip() in shown


def test_every_page_with_generated_parts_is_there() -> None:
    assert [path.relative_to(ROOT).as_posix() for path in documents()] == ["README.md", *pages.GENERATED]


def test_the_site_has_a_page_for_every_rule() -> None:
    found = dict(site_pages())
    assert list(found) == [f"rules/{rule.name}" for rule in all_rules()]
    assert found["rules/lambda-handoff"].startswith("# MP201 lambda-handoff\n")


class TestReference:
    def test_a_key_has_a_section_with_an_example_that_is_read(self, tmp_path: Path) -> None:
        for section in reference.keys().split("### ")[1:]:
            key = section.partition("\n")[0].strip("`")
            [shown] = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
            (tmp_path / "pyproject.toml").write_text(shown, encoding="utf-8")
            assert key in read_configuration({}, str(tmp_path)).origins
            assert re.search(r"^Value: .+\. Default: .+\.$", section, re.MULTILINE)

    def test_the_options_of_a_command_are_those_of_its_help(self, command: Command) -> None:
        for name in reference.PARSERS:
            reported = re.findall(r"^\| (.+?) \| .+ \|$", reference.options_table(name), re.MULTILINE)
            spelled = {word for cell in reported for word in re.findall(r"`(-[a-z-]+)", cell)}
            asked = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", command(name, "--help").out.partition("options:")[2]))
            assert spelled <= asked
            assert {word for word in spelled if word.startswith("--")}, name

    def test_choices_are_reported(self) -> None:
        assert "\n| `--color COLOR` | auto, always, never: " in reference.options_table("check")

    def test_no_cell_ends_early(self) -> None:
        for name in reference.PARSERS:
            for line in reference.options_table(name).splitlines():
                assert line.count("|") in (0, 3), line


def test_the_table_has_a_row_for_every_rule() -> None:
    rows = rules_table().splitlines()
    assert rows[:2] == ["| rule | what goes wrong | breaks under | severity | on |", "| --- | --- | --- | --- | --- |"]
    assert [row.split("&nbsp;")[0] for row in rows[2:]] == [f"| {rule.code}" for rule in all_rules()]
    assert [row.split(" | ")[3] for row in rows[2:]] == [rule.severity for rule in all_rules()]


def test_pythons_that_agree_share_a_row() -> None:
    outcomes: Outcomes = {
        "fork": {"3.9.18": ("ok",), "3.11.7": ("ok",), "3.12.1": ("ok",)},
        "spawn": {
            "3.11.7": ("PicklingError", "exit=1"),
            "3.9.18": ("PicklingError", "exit=1"),
            "3.12.1": ("hang",),
        },
    }
    assert outcome_table(outcomes).splitlines() == [
        "| Python | fork | spawn | forkserver |",
        "| --- | --- | --- | --- |",
        "| 3.9.18, 3.11.7 | ok | PicklingError, exit=1 | not run |",
        "| 3.12.1 | ok | hang | not run |",
    ]


def test_a_release_that_differs_has_a_row_of_its_own() -> None:
    outcomes: Outcomes = {
        "fork": {"3.12": ("ok",), "3.13": ("ok",)},
        "spawn": {"3.12": ("hang",), "3.13": ("hang",), "3.13.5": ("KeyError",)},
    }
    assert outcome_table(outcomes).splitlines()[2:] == [
        "| 3.12, 3.13 | ok | hang | not run |",
        "| 3.13.5 | ok | KeyError | not run |",
    ]


def test_what_was_not_observed_is_not_claimed() -> None:
    assert outcome_table({}) == "No outcomes are recorded for this program as it stands."


def test_a_missed_alarm_is_reported() -> None:
    words = "flake8-mp does not report this yet."
    for fixture in find_fixtures():
        if fixture.kind != "shapes":
            missed = fixture.kind == "bad" and not any(source.errors for source in fixture.sources)
            assert (words in example(fixture)) is missed, fixture.key


class TestFill:
    def test_only_what_is_between_the_marks_changes(self) -> None:
        text = "# A\n<!-- generated: rules -->\nold\n<!-- end -->\n| not | ours |\n"
        assert fill(text) == f"# A\n<!-- generated: rules -->\n{rules_table()}\n<!-- end -->\n| not | ours |\n"
        assert fill(fill(text)) == fill(text)

    def test_a_text_without_marks_stays(self) -> None:
        assert fill("# A\n\nrules\n") == "# A\n\nrules\n"

    @pytest.mark.parametrize(
        ("name", "complaint"),
        [
            ("rule", "rule: there is no such part"),
            ("example", "example: there is no such part"),
            ("options", "options: there is no such part"),
            ("options fix", "options fix: there is no such part"),
            ("example mp999_none/bad.py", "mp999_none: no rule with fixtures"),
            (f"example {find_fixtures()[0].rule_stem}/bad_none.py", "bad_none.py: there is no such fixture"),
        ],
    )
    def test_what_nobody_can_make_is_refused(self, name: str, complaint: str) -> None:
        with pytest.raises(PageError, match=complaint):
            fill(f"<!-- generated: {name} -->\n<!-- end -->\n")

    def test_an_example_has_its_program(self) -> None:
        fixture = next(f for f in find_fixtures() if f.kind == "bad" and len(f.sources) == 1)
        shown = fill(f"<!-- generated: example {fixture.key} -->\n<!-- end -->\n")
        assert f"```python\n{fixture.sources[0].text.strip()}\n```" in shown
        for line, codes in fixture.errors:
            for code in codes:
                assert re.search(rf"^{fixture.path.name}:{line}:\d+: {code} ", shown, re.MULTILINE)


class TestCommand:
    def test_it_prints_the_table(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 0
        shown = capsys.readouterr().out
        assert shown == rules_table(" ") + "\n"
        assert "&" not in shown

    def test_it_prints_a_page(self, capsys: pytest.CaptureFixture[str]) -> None:
        rule = all_rules()[0]
        assert main([rule.code]) == 0
        assert capsys.readouterr().out == page(rule) + "\n"

    @pytest.mark.parametrize(
        ("asked", "codes"),
        [
            (["mp101"], ["MP101"]),
            (["unguarded-start"], ["MP101"]),
            (["mp101_unguarded_start", "MP101"], ["MP101"]),
            (["MP201", "MP101"], ["MP201", "MP101"]),
            (["MP4"], [rule.code for rule in all_rules() if rule.code.startswith("MP4")]),
            (["mp"], [rule.code for rule in all_rules()]),
        ],
    )
    def test_rules_are_named_as_selfcheck_takes_them(self, asked: list[str], codes: list[str]) -> None:
        assert [rule.code for rule in chosen(asked)] == codes
        assert {fixture.code for fixture in find_fixtures(asked)} == set(codes)

    def test_what_is_no_rule_has_a_page_where_people_meet_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["mp000"]) == 0
        assert capsys.readouterr().out.startswith("`MP000` is not a rule.")

    @pytest.mark.parametrize("asked", ["MP999", "MP99", "lambda", "''"])
    def test_a_code_that_is_no_rule_is_named(self, asked: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([asked.replace("''", "")]) == 2
        assert capsys.readouterr() == ("", f"{asked}: there is no such rule\n")

    def test_a_reader_that_has_seen_enough_ends_it_quietly(self) -> None:
        command = [sys.executable, "-m", "flake8_mp.pages", "MP2"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdout.readline()
            run.stdout.close()
            assert run.stderr.read() == b""
            assert run.wait(60) == 0

    def test_nothing_is_written_where_there_is_no_checkout(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(pages, "in_checkout", lambda: False)
        monkeypatch.setattr(pages, "README", tmp_path / "README.md")
        assert main(["--write"]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert "is no checkout of flake8-mp" in shown.err
        assert shown.err.count("\n") == 1
        assert list(tmp_path.iterdir()) == []

    def test_it_writes_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "README.md"
        path.write_text("é\r\n<!-- generated: rules -->\n<!-- end -->\n", encoding="utf-8", newline="")
        path.chmod(0o640)
        monkeypatch.setattr(pages, "README", path)
        assert main(["--write"]) == 0
        begin, end = "é\r\n<!-- generated: rules -->\n", "\n<!-- end -->\n"
        assert path.read_bytes().decode() == f"{begin}{rules_table()}{end}"
        assert path.stat().st_mode & 0o777 == 0o640
        assert main(["--write"]) == 0
        assert capsys.readouterr().out == f"{path}: rewritten\n{path}: up to date\n"
        assert [entry.name for entry in tmp_path.iterdir()] == ["README.md"]
        assert not write(path)
