"""The first keystone: every claim of every fixture holds on the running Python, and bad programs go wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_mp.selfcheck.claims import OK
from flake8_mp.selfcheck.fixture import Fixture, load
from flake8_mp.selfcheck.interpreter import Interpreter
from flake8_mp.selfcheck.matrix import Result, Task
from flake8_mp.selfcheck.outcome import Outcome, Report
from flake8_mp.selfcheck.record import is_stale, minor, on, platforms, recorded, was_run
from flake8_mp.selfcheck.table import details
from flake8_mp.settings import START_METHODS
from tests.keystone_runs import PATHS, RUN, Seen, methods_run


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


FOLDERS = sorted({path.parent for path in PATHS})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_they_are_well_formed(folder: Path) -> None:
    for path in PATHS:
        if path.parent == folder:
            load(path)


@pytest.mark.parametrize("path", RUN, ids=name)
def test_its_claims_hold(programs_run: Seen, path: Path) -> None:
    results = [programs_run[path, method] for method in START_METHODS if (path, method) in programs_run]
    if not results and not methods_run(load(path)):
        pytest.skip("it is recorded as it is on this Python, and not one of those that are run again outside CI")
    assert results, "it was not even planned"
    if all(result.task.skipped for result in results):
        pytest.skip(", ".join({result.task.skipped for result in results}))
    wrong = [result for result in results if not result.holds]
    differences = [of_this_release(result) for result in wrong]
    assert [details(result) for result, known in zip(wrong, differences, strict=True) if not known] == []
    if differences:
        pytest.xfail("; ".join(differences))
    if load(path).kind == "bad" and any(result.task.claim.goes_wrong for result in results):
        assert any(result.outcome is not None and result.outcome.words != {OK} for result in results)


def of_this_release(result: Result) -> str:
    """Return how this release of Python differs from that which was recorded; empty where that explains nothing.

    A claim was borne out by one release of each minor version. Where another one, which was not recorded, behaves
    otherwise, that is a fact about it, to be recorded, and not a mistake of the program or of the linter.
    """
    python, fixture = result.task.python.version, result.task.fixture
    known = on(python, recorded(fixture).get(result.task.method, {}))
    if known is None or was_run(python) or result.outcome is None:
        return ""
    return (
        f"{fixture.key} under {result.task.method}: {result.seen} on Python {python}, {', '.join(known)} on "
        f"{platforms()[minor(python)]}; `flake8-mp selfcheck --record {fixture.key}` records it"
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_their_record_is_fresh_and_bears_the_claims_out(folder: Path) -> None:
    for path in RUN:
        if path.parent == folder:
            assert_that_the_record_bears_the_claims_out(load(path))


def assert_that_the_record_bears_the_claims_out(fixture: Fixture) -> None:
    assert not is_stale(fixture), f"{fixture.key} has changed since it was recorded; run selfcheck with --record again"
    for method, versions in recorded(fixture).items():
        for version, words in versions.items():
            release = platforms()[version].partition(",")[0] if version.count(".") == 1 else version
            numbers = tuple(int(part) for part in release.split(".")[:3] if part.isdigit())
            claim = fixture.claim(method, numbers)
            assert claim.holds(set(words)), f"{fixture.key}, {method} on {version}: {words}, not {claim.text}"
            assert version in platforms()


class TestAnotherRelease:
    """A release of Python that was not recorded may behave otherwise than the one of its minor version that was."""

    @staticmethod
    def result(version: str, *words: str) -> Result:
        fixture = load(next(path for path in RUN if name(path) == "mp201_lambda_handoff/bad_process.py"))
        numbers = tuple(map(int, version.split(".")))
        python = Interpreter((), None, version, numbers, "Linux", frozenset(START_METHODS))
        return Result(Task(fixture, "spawn", python), Outcome(frozenset(words), Report(1, 0.1, "", "")))

    def test_the_difference_names_both(self) -> None:
        reported = of_this_release(self.result("3.12.99", "exit=1", "KeyError"))
        assert reported.startswith(
            "mp201_lambda_handoff/bad_process.py under spawn: KeyError, exit=1 on Python 3.12.99, "
        )
        assert re.search(r"Error.* on 3\.12\.\d+, Linux", reported)
        assert "selfcheck --record" in reported

    def test_of_what_was_recorded_it_explains_nothing(self) -> None:
        for release in ("3.12.1", "3.13.5"):
            assert was_run(release)
            assert of_this_release(self.result(release, "KeyError")) == ""
        assert of_this_release(self.result("3.9.1", "KeyError")) == ""
