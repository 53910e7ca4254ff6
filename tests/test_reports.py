"""The retold bug reports of ``benchmarks/reports``: correct programs get no alarm, and what was found stays found."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.frontends.cli import main
from tests.conftest import ROOT

reports: Any = importlib.import_module("benchmarks.reports.score")
FOLDER = ROOT / "benchmarks" / "reports"
FOUND_AT_LEAST = FOLDER / "found.txt"


@pytest.fixture(scope="module")
def printed() -> dict[Path, str]:
    """What the command has printed in each folder: two tests look at the programs that go wrong."""
    return {}


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], printed: dict[Path, str]
) -> Callable[[Sequence[str], Path], str]:
    """Return what runs the command in this process: starting it for each program takes far longer than checking."""

    def run(command: Sequence[str], cwd: Path) -> str:
        if cwd not in printed:
            monkeypatch.chdir(cwd)
            assert main([*command[command.index("check") :], "--jobs", "1"]) == 0
            printed[cwd], err = capsys.readouterr()
            assert err == ""
        return printed[cwd]

    return run


def test_no_correct_program_gets_an_alarm(run: Any) -> None:
    assert [line for _, _, line in reports.findings(reports.COMMAND, FOLDER / "right", run)] == []


def test_what_was_found_is_found(run: Any) -> None:
    found = {name for one in reports.score(reports.COMMAND, run).values() for name in one.found}
    assert set(FOUND_AT_LEAST.read_text("utf-8").split()) - found == set()


def test_every_finding_is_in_its_file(run: Any) -> None:
    """What happens in one module is reported in another, where it is brought about: at a place of that one."""
    for program, place, line in reports.findings(reports.COMMAND, FOLDER / "wrong", run):
        path, _, row = place.rpartition(":")
        single = FOLDER / "wrong" / path
        file = single if single.is_file() else FOLDER / "wrong" / program / path
        column = int(line.removeprefix("./").split(":")[2])
        lines = file.read_text("utf-8").splitlines()
        assert int(row) <= len(lines), line
        assert column <= len(lines[int(row) - 1]), line


def test_every_program_has_its_entry() -> None:
    names = {path.stem if path.suffix == ".py" else path.name for path in (FOLDER / "wrong").iterdir()}
    assert names == set(reports.programs())


@pytest.mark.parametrize(("name", "known"), reports.programs().items())
def test_places_are_lines_of_the_program(name: str, known: dict[str, Any]) -> None:
    single = FOLDER / "wrong" / f"{name}.py"
    for place in known["places"]:
        path, _, line = place.rpartition(":")
        file = single if single.is_file() else FOLDER / "wrong" / name / path
        assert file.name == Path(path).name
        assert file.read_text("utf-8").splitlines()[int(line) - 1].strip()
