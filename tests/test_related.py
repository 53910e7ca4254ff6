"""A related place that is in another file than the finding: its path reaches the engine's callers and every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.engine import lint
from flake8_mp.frontends import checking
from flake8_mp.remarks import HAPPENS_THERE, remarks
from tests.conftest import Command

MAIN = """\
import multiprocessing

import q


def work():
    print("x")


class Core:
    def __init__(self):
        self.beat = q.Beat()
        process = multiprocessing.Process(target=work)
        process.start()
        process.join()


if __name__ == "__main__":
    Core()
"""
OTHER = """\
import threading
import time


def beat():
    while True:
        time.sleep(1)


def make():
    thread = threading.Thread(target=beat, name="é", daemon=True)
    thread.start()


class Beat:
    def __init__(self):
        make()
"""


@pytest.fixture
def project(command: Command) -> Command:
    command.write("main.py", MAIN)
    command.write("q.py", OTHER)
    return command


def as_json(project: Command, form: str, *arguments: str) -> Any:
    return json.loads(project("main.py", "--output-format", form, *arguments).out)


def test_the_engine_names_the_other_file(project: Command) -> None:
    path = project.folder / "main.py"
    (finding,) = lint(MAIN, str(path))
    (related,) = finding.related
    assert (Path(related.path), related.span.line, related.words) == (
        project.folder / "q.py",
        11,
        "the thread is created here",
    )


def test_a_place_in_the_same_file_has_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "import multiprocessing\nf = lambda: 0\nif __name__ == '__main__':\n    multiprocessing.Pool().apply(f)\n"
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for path in ("main.py", "./main.py", str(tmp_path / "main.py"), "<stdin>"):
        (finding,) = lint(source, path)
        assert [each.path for each in finding.related] == [""], path


def test_full_draws_the_text_of_the_other_file(project: Command) -> None:
    done = project("main.py").out
    head, _, tail = done.partition(":::")
    assert "created here" not in head
    assert tail.startswith(" q.py:11:14\n")
    assert "11 |     thread = threading.Thread(" in tail
    assert "   |              ---" in tail


@pytest.mark.parametrize("form", ["full", "json", "json-lines", "rdjson", "sarif"])
def test_what_is_kept_in_the_cache_says_the_same(project: Command, form: str) -> None:
    first = project("main.py", "--output-format", form)
    assert "q.py" in first.out
    assert project("main.py", "--output-format", form) == first
    assert project("main.py", "--output-format", form, "--no-cache") == first


def test_json_and_json_lines(project: Command) -> None:
    ((found,), line) = as_json(project, "json"), as_json(project, "json-lines")
    assert found == line
    (related,) = found["related"]
    assert found["filename"] == str(project.folder / "main.py")
    assert related["filename"] == str(project.folder / "q.py")
    assert related["location"] == {"row": 11, "column": 14}


def test_sarif(project: Command) -> None:
    (result,) = as_json(project, "sarif")["runs"][0]["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "q.py", "uriBaseId": "%SRCROOT%"}
    assert related["physicalLocation"]["region"]["startLine"] == 11


def test_rdjson_counts_the_bytes_of_the_other_file(project: Command) -> None:
    (found,) = as_json(project, "rdjson")["diagnostics"]
    (related,) = found["related_locations"]
    assert related["location"]["path"] == "q.py"
    line = OTHER.split("\n")[10]
    end = line.rindex(")") + 1
    assert related["location"]["range"]["end"] == {"line": 11, "column": len(line[:end].encode()) + 1}


@pytest.mark.parametrize("form", ["concise", "grouped", "github", "gitlab", "junit"])
def test_formats_without_related_places_are_about_the_finding_alone(project: Command, form: str) -> None:
    done = project("main.py", "--output-format", form)
    assert done.status == 1
    assert "MP301" in done.out
    assert "q.py" not in done.out


def test_a_baseline_knows_it_again_when_the_other_place_moves(project: Command) -> None:
    assert project("main.py", "--write-baseline", "known.json").status == 0
    project.write("q.py", "\n\n" + OTHER)
    assert project("main.py", "--baseline", "known.json").status == 0


def test_the_other_file_may_be_gone_when_it_is_reported(project: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: str) -> bytes:
        if path.endswith("q.py"):
            raise FileNotFoundError(2, "No such file or directory")
        return checking.read(path)

    monkeypatch.setattr("flake8_mp.frontends.reporting.read", read)
    assert " ::: q.py:11:14: the thread is created here\n" in project("main.py").out.replace("  :::", " :::")


class TestInAnotherFile:
    """What happens in another file is said with its place, on one line as well."""

    WORKER = "import sys\n\n\ndef work(item):\n    if item > 3:\n        sys.exit(1)\n    return item\n"
    PROGRAM = (
        "import multiprocessing as mp\n\nfrom worker import work\n\nif __name__ == '__main__':\n"
        "    with mp.Pool(2) as pool:\n        pool.map(work, range(5))\n        pool.map(work, range(9))\n"
    )

    @pytest.mark.parametrize(("name", "shown"), [("worker", "worker.py"), ("worker/__init__", "worker/__init__.py")])
    def test_it_is_named_once(self, name: str, shown: str, tmp_path: Path) -> None:
        other = tmp_path / f"{name}.py"
        other.parent.mkdir(exist_ok=True)
        other.write_text(self.WORKER, encoding="utf-8")
        path = tmp_path / "program.py"
        path.write_text(self.PROGRAM, encoding="utf-8")
        (finding,) = [each for each in lint(self.PROGRAM, str(path)) if each.code == "MP801"]
        assert finding.text == f"{finding.message} (in {shown}:6)"

    def test_with_start_methods(self) -> None:
        related = [("", 3, HAPPENS_THERE), ("/a/jobs.py", 7, HAPPENS_THERE), ("/a/other.py", 1, "created here")]
        assert remarks(["spawn"], related) == " (in jobs.py:7, under spawn)"
        assert remarks(["fork", "spawn", "forkserver"], related[2:]) == ""
