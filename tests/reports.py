"""Reports of every kind, and how a format prints them: for the tests of the output formats."""

from __future__ import annotations

import os
from typing import Any

from flake8_mp.frontends.formats import Run, load
from flake8_mp.frontends.report import FileReport, Place, Report
from flake8_mp.settings import START_METHODS

NAMES = (
    *("azure", "concise", "full", "github", "gitlab", "grouped", "json", "json-lines", "junit", "pylint", "rdjson"),
    "sarif",
)
ARRAYS = ("json", "gitlab")
RUN = Run(color=False, width=0, root=os.path.abspath("/project"), version="1.2.3")  # noqa: PTH100

SOURCE = """\
import multiprocessing

double = lambda number: 2 * number

if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(double, [1, 2, 3]))
"""


def at(line: int, column: int, end: int, path: str = "program.py", cell: int | None = None, to: int = 0) -> Place:
    return Place(path, cell, line, column, to or line, end)


def found(place: Place, *related: tuple[Place, str], **other: Any) -> Report:
    fields: dict[str, Any] = {
        "code": "MP201",
        "name": "lambda-handoff",
        "message": "Pool.map cannot pickle a lambda",
        "methods": START_METHODS,
        "severity": "error",
        "fingerprint": "0123456789abcdef",
    }
    return Report(place=place, related=related, **{**fields, **other})


def of(source: str, *reports: Report, path: str = "program.py") -> FileReport:
    return FileReport(path, reports, texts={None: source.split("\n")})


def printed(name: str, *files: FileReport, run: Run = RUN) -> str:
    chosen = load(name)(run)
    return "".join([*(chosen.file(file) for file in files), chosen.end()])


ORDINARY = of(SOURCE, found(at(7, 24, 30), (at(3, 10, 35), "the lambda")))
SEVERAL = (
    ORDINARY,
    FileReport("clean.py"),
    of(
        "x = 1\n" * 30,
        found(at(3, 1, 2, "other.py"), code="MP501", name="join-before-drain", methods=("spawn", "forkserver")),
        found(at(12, 10, 11, "other.py"), severity="info", methods=("fork",)),
        path="other.py",
    ),
)
PROBLEM = FileReport("broken.py", problem="line 3: invalid syntax")
NOTEBOOK = FileReport(
    "book.ipynb",
    (found(at(2, 5, 8, "book.ipynb", 3), (at(1, 1, 2, "book.ipynb", 1), "made here"), severity="warning"),),
    texts={1: ["x = 1"], 3: ["", "abcdefghi"]},
)
PATHS = (
    "a b/é#1%.py",
    "x:y,z.py",
    "-",
    "<stdin>",
    os.path.join("..", "out side.py"),  # noqa: PTH118
    os.path.abspath("/elsewhere/ü.py"),  # noqa: PTH100
    "esc\x1b[31m.py",
    "line\nline.py",
    "a&<>\"'.py",
    "bad\udcff.py",
    "worse\ud800.py",
    "",
)
WEIRD = tuple(
    of("é日本 = 1\n\tx", found(at(1, 2, 4, path), (at(2, 2, 3, path), path), message=f"{path} 100%"), path=path)
    for path in PATHS
) + tuple(FileReport(path, problem=f"{path} is no \x00 Python") for path in PATHS)
CHANGED = (
    of("", found(at(1, 1, 1)), found(at(9, 9, 12)), found(at(1, 1, 4, to=7))),
    FileReport("program.py", (found(at(3, 4, 5), (at(8, 1, 2), "gone")),)),
    of("a\nb\n", found(at(2, 1, 9), (at(7, 1, 2), "gone")), found(at(3, 1, 1)), found(at(1, 30, 40, to=30))),
    of("a\nb", found(at(2, 1, 1), (at(2, 1, 1), "")), found(at(2, 2, 2)), found(at(0, 0, 0)), found(at(2, 2, 1))),
    of(
        "a\nb", found(at(2, 1, 1, to=1)), found(at(-1, -1, -1)), found(at(1, 1, 1), name="", methods=(), fingerprint="")
    ),
    of("a", found(at(1, 1, 2), severity="unheard-of", code="MP998", name="nothing")),
)
CASES = {
    "none": (),
    "clean": (FileReport("clean.py"),),
    "one": (ORDINARY,),
    "several": SEVERAL,
    "problem": (PROBLEM, ORDINARY),
    "notebook": (NOTEBOOK,),
    "weird": WEIRD,
    "changed": CHANGED,
}
