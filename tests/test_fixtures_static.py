"""What the linter reports in each fixture is what its comments say: no more, no less, on the same lines."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.rule import INTERNAL
from flake8_mp.selfcheck.fixture import Fixture, Source, fixture_paths, fixtures_root, load
from flake8_mp.settings import Settings
from tests.conftest import lint_enabling, lint_everything

PATHS = sorted(fixture_paths(fixtures_root()))

Places = list[tuple[str, int, str]]


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def readable(fixture: Fixture) -> bool:
    """Return whether this Python can parse it; a newer syntax is linted where it is known."""
    for source in fixture.sources:
        try:
            ast.parse(source.text)
        except SyntaxError:
            return False
    return True


def found(fixture: Fixture) -> Places:
    """List file, line and code of what is reported, with those opt-in rules that the fixture speaks of."""
    marks = [codes for source in fixture.sources for _, codes in source.errors + source.todos]
    enabled = {fixture.code, *(code for codes in marks for code in codes)}
    return sorted(
        (source.path.name, finding.span.line, finding.code)
        for source in fixture.sources
        for finding in lint_enabling(source.text, source.path, enabled)
    )


def marked(fixture: Fixture, kind: str) -> Places:
    def marks(source: Source) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return source.errors if kind == "error" else source.todos

    return sorted(
        (source.path.name, line, code) for source in fixture.sources for line, codes in marks(source) for code in codes
    )


def test_settings_that_enable_a_rule_only_select_its_findings() -> None:
    for path in PATHS:
        if path.name == "bad.py":
            fixture, text = load(path), path.read_text(encoding="utf-8")
            settings = Settings(enable=frozenset({fixture.code}))
            assert lint_enabling(text, path, settings.enable) == lint(text, str(path), settings)


@pytest.mark.parametrize("path", PATHS, ids=name)
def test_findings_are_the_marked_lines(path: Path) -> None:
    fixture = load(path)
    if not readable(fixture):
        pytest.skip("syntax of a newer Python")
    reported, missed = found(fixture), set(marked(fixture, "todo"))
    assert [place for place in reported if place not in missed] == marked(fixture, "error")
    assert missed & set(reported) == set(), "found now: turn the todo into an error"
    for source in fixture.sources:
        for finding in lint_everything(source.text, source.path):
            assert finding.code != INTERNAL, (source.path, finding.message)
            assert len(finding.message) <= 100, (source.path, finding.message)
            assert "\n" not in finding.message
            # What a message has a field for is there: nothing is left empty, and no field is printed.
            assert re.search(r"  | [;,)]| \.(?!\w)|``|\{\w+\}", finding.message) is None, finding.message


@cache
def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", [path for path in PATHS if path.is_dir()], ids=name)
def test_what_a_finding_points_to_is_in_the_file_that_it_names(path: Path) -> None:
    for source in load(path).sources:
        if source.path.suffix == ".py":
            for finding in lint_everything(source.text, source.path):
                for each in finding.related:
                    named = lines(Path(each.path) if each.path else source.path)
                    assert each.span.line <= len(named), (source.path, each)
                    assert each.span.column < len(named[each.span.line - 1]), (source.path, each)
                    assert each.span.end_column <= len(named[each.span.end_line - 1]), (source.path, each)
