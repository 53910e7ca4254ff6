"""The second keystone: the start methods in a finding are those under which the program goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_mp.selfcheck.fixture import fixture_paths, fixtures_root, load
from tests.conftest import lint_enabling

BAD = sorted(path for path in fixture_paths(fixtures_root()) if path.stem.startswith("bad"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_methods_found_are_those_that_go_wrong(path: Path) -> None:
    fixture = load(path)
    found: set[str] = set()
    marked = False
    for source in fixture.sources:
        lines = {line for line, codes in source.errors if fixture.code in codes}
        marked = marked or bool(lines)
        for finding in lint_enabling(source.text, source.path, {fixture.code}):
            if finding.code == fixture.code and finding.span.line in lines:
                found |= finding.methods
    if not marked:
        pytest.skip("a missed alarm that is known")
    assert found == fixture.methods_wrong
