"""What the linter reports in each fixture is what its comments say: no more, no less, on the same lines."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.selfcheck.fixture import Fixture, Source, fixture_paths, fixtures_root, load
from flake8_mp.settings import Settings

PATHS = sorted(fixture_paths(fixtures_root()))

Places = list[tuple[str, int, str]]


@cache
def loaded(path: Path) -> Fixture:
    """Read a fixture once for both tests."""
    return load(path)


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
    settings = Settings(enable=frozenset({fixture.code, *(code for codes in marks for code in codes)}))
    return sorted(
        (source.path.name, finding.span.line, finding.code)
        for source in fixture.sources
        for finding in lint(source.text, str(source.path), settings)
    )


def marked(fixture: Fixture, kind: str) -> Places:
    def marks(source: Source) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return source.errors if kind == "error" else source.todos

    return sorted(
        (source.path.name, line, code) for source in fixture.sources for line, codes in marks(source) for code in codes
    )


@pytest.mark.parametrize("path", PATHS, ids=name)
def test_findings_are_the_marked_lines(path: Path) -> None:
    fixture = loaded(path)
    if not readable(fixture):
        pytest.skip("syntax of a newer Python")
    todos = set(marked(fixture, "todo"))
    # A todo that is found is reported by the test below, and not here too.
    assert [place for place in found(fixture) if place not in todos] == marked(fixture, "error")


@pytest.mark.parametrize("path", PATHS, ids=name)
def test_missed_alarms_are_still_missed(path: Path) -> None:
    fixture = loaded(path)
    if not marked(fixture, "todo"):
        pytest.skip("none is known")
    reported = set(marked(fixture, "todo")) & set(found(fixture))
    assert not reported, "found now: turn the todo into an error"
