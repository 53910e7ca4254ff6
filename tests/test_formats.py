"""The output formats: what each prints, exactly, and that nothing that a report can hold breaks one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_mp.frontends import formats
from flake8_mp.frontends.formats import FormatError, Run, full, load, names, statistics
from flake8_mp.frontends.formats._docs import docs
from flake8_mp.frontends.formats._seen import seen
from flake8_mp.frontends.formats._text import visible
from flake8_mp.frontends.report import FileReport, Place, Report
from flake8_mp.pages import summary
from flake8_mp.rule import all_rules
from flake8_mp.selfcheck import record
from flake8_mp.settings import START_METHODS
from tests.conftest import ROOT

NAMES = ("concise", "full", "github", "gitlab", "grouped", "json", "json-lines", "junit", "rdjson", "sarif")
ARRAYS = ("json", "gitlab")
RUN = Run(color=False, width=0, root=os.path.abspath("/work"), version="1.2.3")  # noqa: PTH100

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


def drawn(source: str, *reports: Report, run: Run = RUN) -> str:
    """Return what ``full`` draws of the source, without the first line and the notes."""
    lines = printed("full", of(source, *reports), run=run).split("\n")[1:]
    return "".join(f"{line}\n" for line in takewhile(lambda line: not re.match(" += ", line), lines))


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


class TestChoice:
    def test_every_module_is_a_format(self) -> None:
        assert names() == NAMES
        for name in names():
            assert load(name).__module__.endswith(f".formats.{name.replace('-', '_')}")

    def test_an_unknown_one_is_told(self) -> None:
        with pytest.raises(FormatError, match="'xml' is no output format; choose from concise, full"):
            load("xml")
        for odd in ("_text", "", "Full", "json_lines", "full.py", "__init__"):
            with pytest.raises(FormatError):
                load(odd)

    def test_a_file_that_is_dropped_in_is_a_format(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "from flake8_mp.frontends.formats import Format\nclass OneMore(Format):\n    pass\n"
        (tmp_path / "one_more.py").write_text(text)
        (tmp_path / "wrong.py").write_text("class Other:\n    pass\n")
        monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
        assert "one-more" in names()
        assert load("one-more")(RUN).end() == ""
        with pytest.raises(TypeError, match="declare a class Wrong"):
            load("wrong")

    def test_little_is_imported(self) -> None:
        program = (
            "import sys; before = set(sys.modules); from flake8_mp.frontends.formats import Run, load, names; names();"
            "one = load('full')(Run(False, 0, '/', '1')); two = load('concise')(Run(False, 0, '/', '1'));"
            "from flake8_mp.frontends.report import FileReport; one.file(FileReport('a.py')), one.end();"
            "print(*sorted(set(sys.modules) - before))"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        loaded = set(run.stdout.split())
        assert {name for name in loaded if name.startswith("flake8_mp.") and ".frontends" not in name} <= {
            "flake8_mp.settings"
        }
        assert not {"json", "xml", "hashlib", "unicodedata", "urllib", "textwrap", "tempfile", "argparse"} & loaded

    def test_telling_of_a_rule_imports_none(self) -> None:
        program = (
            "import sys; from flake8_mp.frontends.formats._docs import docs; assert docs('MP201').instead;"
            "print(*(name for name in sys.modules if name.startswith(('flake8_mp.rules.', 'flake8_mp.facts'))))"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        assert run.stdout.strip() == ""


class TestEveryFormat:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("case", CASES)
    @pytest.mark.parametrize("run", [RUN, Run(True, 20, "/", "")], ids=["plain", "colored"])
    def test_nothing_breaks_it(self, name: str, case: str, run: Run) -> None:
        text = printed(name, *CASES[case], run=run)
        for encoding in ("utf-8", "ascii", "cp1252"):
            text.encode(encoding, "backslashreplace")
        if name in (*ARRAYS, "sarif", "rdjson", "junit"):
            assert text.isascii()
        if name == "junit":
            assert "<!" not in text
            assert ET.fromstring(text).tag == "testsuites"
        elif name == "json-lines":
            assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
        elif name in (*ARRAYS, "sarif", "rdjson"):
            document = json.loads(text)
            assert isinstance(document, list if name in ARRAYS else dict)
            json.dumps(document, ensure_ascii=False).encode()  # there are no lone surrogates
        elif not run.color:
            assert all(character.isprintable() or character == "\n" for character in text)
        assert text == "" or text.endswith("\n")

    @pytest.mark.parametrize("name", ["full", "concise", "grouped", "json-lines", "github"])
    def test_some_print_nothing_where_nothing_is_found(self, name: str) -> None:
        assert printed(name, FileReport("clean.py")) == ""

    @pytest.mark.parametrize("name", ["full", "concise", "grouped", "json-lines", "github"])
    def test_some_print_as_soon_as_a_file_is_done(self, name: str) -> None:
        one = load(name)(RUN)
        assert one.file(ORDINARY)
        assert one.end() == ""

    @pytest.mark.parametrize("name", ["json", "gitlab", "sarif", "junit", "rdjson"])
    def test_the_others_keep_no_texts(self, name: str) -> None:
        one = load(name)(RUN)
        assert one.file(ORDINARY) == one.file(FileReport("clean.py")) == ""
        assert not any(file.texts for file in getattr(one, "files", ()))
        assert len(getattr(one, "files", [1])) == 1


class TestFull:
    def test_a_block(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(full, "seen", lambda stem: f"fork: {stem}; spawn: PicklingError, wrong (Python 3.15.0)")
        assert printed("full", SEVERAL[0], of(SOURCE, found(at(7, 9, 20), methods=("spawn",), severity="warning"))) == (
            """\
MP201 [lambda-handoff] error: Pool.map cannot pickle a lambda
 --> program.py:7:24
  |
6 |     with multiprocessing.Pool(2) as pool:
7 |         print(pool.map(double, [1, 2, 3]))
  |                        ^^^^^^
  |
 ::: program.py:3:10
  |
3 | double = lambda number: 2 * number
  |          ------------------------- the lambda
  |
  = breaks under: fork, spawn, forkserver
  = seen when run: fork: mp201_lambda_handoff; spawn: PicklingError, wrong (Python 3.15.0)
  = instead: use a function that is defined with `def` at the top level of a module, with
             `functools.partial` for arguments.
  = more: flake8-mp explain MP201

MP201 [lambda-handoff] warning: Pool.map cannot pickle a lambda
 --> program.py:7:9
  |
6 |     with multiprocessing.Pool(2) as pool:
7 |         print(pool.map(double, [1, 2, 3]))
  |         ^^^^^^^^^^^
  |
  = breaks under: spawn
  = more: flake8-mp explain MP201

"""
        )

    def test_what_was_seen_is_what_is_recorded(self) -> None:
        assert re.fullmatch(
            r"fork: .*PicklingError.*; spawn: PicklingError.*; forkserver: PicklingError.* \(Python [\d.]+\)",
            seen("mp201_lambda_handoff"),
        )

    def test_a_notebook(self) -> None:
        assert printed("full", NOTEBOOK).splitlines()[1:11] == [
            " --> book.ipynb:cell 3:2:5",
            "  |",
            "2 | abcdefghi",
            "  |     ^^^",
            "  |",
            " ::: book.ipynb:cell 1:1:1",
            "  |",
            "1 | x = 1",
            "  | - made here",
            "  |",
        ]

    def test_neighbours_are_drawn_together(self) -> None:
        report = found(at(3, 1, 4), (at(3, 5, 8), "beside"), (at(5, 1, 2), "below"), (at(3, 1, 2), "within"))
        assert drawn("a = 1\n\nfoo(bar)\n\nb = 2\n", report) == (
            """\
 --> program.py:3:1
  |
3 | foo(bar)
  | ^^^ --- beside
  | - within
4 |
5 | b = 2
  | - below
  |
"""
        )

    def test_words_stand_beside_the_same_place(self) -> None:
        report = found(at(1, 3, 4), (at(1, 3, 4), "this"), (at(1, 1, 2), "a word that is too long"))
        assert drawn("f(x)", report) == (
            """\
 --> program.py:1:3
  |
1 | f(x)
  |   ^ this
  | - a word that is too long
  |
"""
        )

    def test_places_far_away_and_in_other_files(self) -> None:
        report = found(
            at(1, 1, 2), (at(12, 1, 2), "far"), (at(2, 1, 2, "other.py"), "elsewhere"), (at(13, 1, 2), "too")
        )
        assert drawn("x\n" * 20, report) == (
            """\
  --> program.py:1:1
   |
 1 | x
   | ^
 2 | x
   |
  ::: program.py:12:1
   |
12 | x
   | - far
13 | x
   | - too
   |
  ::: other.py:2:1: elsewhere
"""
        )

    def test_a_place_of_some_lines(self) -> None:
        assert drawn("pool.map(\n    double,\n    [1],\n)\nx = 1\n", found(at(1, 6, 2, to=4))) == (
            """\
 --> program.py:1:6
  |
1 | pool.map(
  |      ^^^^
2 |     double,
3 |     [1],
4 | )
  | ^
5 | x = 1
  |
"""
        )

    def test_a_place_of_many_lines(self) -> None:
        source = "pool.map(\n" + "    double,\n" * 9 + "    [1])\n"
        report = found(at(1, 1, 9, to=11), (at(1, 1, 9, to=11), "all of it"))
        assert drawn(source, report) == (
            """\
  --> program.py:1:1
   |
 1 | pool.map(
   | ^^^^^^^^^ all of it
 2 |     double,
 3 |     double,
...
10 |     double,
11 |     [1])
   |     ^^^^
   |
"""
        )

    def test_a_place_that_ends_where_the_next_line_begins(self) -> None:
        assert drawn("a = 1\nb = 2\n", found(at(1, 1, 1, to=2))) == (
            " --> program.py:1:1\n  |\n1 | a = 1\n  | ^^^^^\n2 | b = 2\n  |\n"
        )

    def test_tabs_and_wide_characters(self) -> None:
        line = "\tx\t= é日本(𝄞e\u0301, 👍)"
        report = found(at(1, 6, 9), (at(1, 10, 13), "b"), (at(1, 15, 16), "c"))
        assert drawn(line, report) == (
            " --> program.py:1:6\n  |\n"
            "1 |     x   = é日本(𝄞e\u0301, 👍)\n"
            "  |           ^^^^^ -- b\n"
            "  |                     -- c\n"
            "  |\n"
        )

    def test_nothing_steers_the_terminal(self) -> None:
        report = found(at(1, 7, 8), (at(1, 1, 2), "\x1b[1m\n"), message="\x1b]0;title\x07", name="\x9b")
        text = printed("full", of("'\x1b[31m'\x7f\x00\u202e\ufeff\ud800", report, path="\x1b.py"))
        assert "1 | '␛[31m'␡␀\\u202e\\ufeff\\ud800\n  |       ^\n" in text
        assert "- ␛[1m␊\n" in text
        assert all(character.isprintable() or character == "\n" for character in text)

    def test_long_lines_are_cut(self) -> None:
        line = "a" * 300 + " = 1; foo(bar); " + "日" * 300
        text = drawn(f"{line}\nnext\n    " + "n" * 400, found(at(1, 307, 310)), run=Run(False, 44, "/", ""))
        assert text == (
            """\
 --> program.py:1:307
  |
1 | …aaa = 1; foo(bar); 日日日日日日日日日 …
  |           ^^^
2 | …
  |
"""
        )

    def test_the_end_of_a_line_that_just_fits(self) -> None:
        for length in range(30, 50):
            rows = drawn("x" * length, found(at(1, length + 1, length + 1)), run=Run(False, 44, "/", "")).splitlines()
            assert max(map(len, rows)) <= 44
            assert rows[3].endswith("^")

    def test_lines_that_are_not_there(self) -> None:
        report = found(at(9, 1, 2), (at(1, 1, 2), "here"))
        assert drawn("x", report) == (" --> program.py:9:1\n ::: program.py:1:1\n  |\n1 | x\n  | - here\n  |\n")
        assert drawn("", found(at(1, 1, 1))) == " --> program.py:1:1\n  |\n1 |\n  | ^\n  |\n"
        assert drawn("x\n", found(at(2, 1, 1))) == " --> program.py:2:1\n  |\n1 | x\n2 |\n  | ^\n  |\n"

    def test_colors(self) -> None:
        text = printed("full", ORDINARY, run=Run(True, 80, RUN.root, "1"))
        assert "\033[1;31merror:\033[0m" in text
        assert "\033[34m  |\033[0m                        \033[1;31m^^^^^^\033[0m\n" in text
        assert re.sub(r"\033\[[\d;]*m", "", text) == printed("full", ORDINARY, run=Run(False, 80, RUN.root, "1"))

    def test_the_notes_fit_the_terminal(self) -> None:
        for width in (0, 50, 72, 120):
            text = printed("full", of("x", found(at(1, 1, 2), message="m")), run=Run(False, width, "/", ""))
            assert max(map(len, text.splitlines())) <= (width or 100)


lines_of_text = st.lists(st.text(st.characters(exclude_characters="\n"), max_size=30), max_size=9)
places = st.builds(
    Place,
    path=st.sampled_from(["program.py", "other.py"]),
    cell=st.sampled_from([None, None, 1]),
    line=st.integers(-1, 11),
    column=st.integers(-1, 40),
    end_line=st.integers(-1, 11),
    end_column=st.integers(-1, 40),
)


def columns(text: str) -> int:
    """Count the columns of a terminal, tabs being set at every fourth."""
    total = 0
    for character in text:
        if character == "\t":
            total += 4 - total % 4
            continue
        for part in visible(character):
            flat = part in "\u200c\u200d" or unicodedata.category(part) in ("Mn", "Me") or unicodedata.combining(part)
            total += 0 if flat else 2 if unicodedata.east_asian_width(part) in "WF" else 1
    return total


class TestAnySource:
    @given(
        lines_of_text,
        st.lists(
            st.tuples(places, st.lists(st.tuples(places, st.text(max_size=9)), max_size=3)), min_size=1, max_size=2
        ),
        st.integers(0, 90),
        st.booleans(),
    )
    def test_full_never_raises(
        self, lines: list[str], spots: list[tuple[Place, list[tuple[Place, str]]]], width: int, color: bool
    ) -> None:
        reports = tuple(found(place, *related) for place, related in spots)
        choices: list[dict[int | None, list[str]]] = [{None: lines}, {1: lines}, {}]
        for texts in choices:
            text = printed("full", FileReport("program.py", reports, texts=texts), run=Run(color, width, "/", ""))
            assert text.count("flake8-mp explain MP201") == len(reports)
            assert "\033" not in re.sub(r"\033\[[\d;]+m", "", text) if color else "\033" not in text

    @given(st.text(st.characters(exclude_characters="\n"), max_size=60), st.data())
    def test_carets_lie_under_the_place(self, line: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(line)))
        end = data.draw(st.integers(start, len(line)))
        rows = drawn(line, found(at(1, start + 1, end + 1)), run=Run(False, 2000, "/", "")).split("\n")
        assert rows[2].startswith("1 |")
        before = columns(line[:start])
        assert rows[3] == f"  | {' ' * before}{'^' * max(columns(line[:end]) - before, 1)}"

    @given(lines_of_text, places, st.integers(1, 90))
    def test_lines_of_source_fit_the_terminal(self, lines: list[str], place: Place, width: int) -> None:
        text = drawn("\n".join(lines), found(place), run=Run(False, width, "/", ""))
        assert all(columns(row) <= max(width, 40) for row in text.split("\n") if " | " in row)


class TestLines:
    def test_concise(self) -> None:
        assert printed("concise", *SEVERAL, NOTEBOOK, PROBLEM).splitlines() == [
            "program.py:7:24: MP201 Pool.map cannot pickle a lambda",
            "other.py:3:1: MP501 Pool.map cannot pickle a lambda (spawn, forkserver)",
            "other.py:12:10: MP201 Pool.map cannot pickle a lambda (fork)",
            "book.ipynb:cell 3:2:5: MP201 Pool.map cannot pickle a lambda",
        ]

    def test_a_finding_stays_on_its_line(self) -> None:
        report = found(at(1, 1, 2, "a\nb.py"), message="one\ntwo\x1b[2J\u2028\u202e\x85")
        assert printed("concise", of("x", report, path="a\nb.py")) == (
            "a\u240ab.py:1:1: MP201 one\u240atwo\u241b[2J\\u2028\\u202e\\x85\n"
        )

    def test_grouped(self) -> None:
        assert printed("grouped", *SEVERAL, NOTEBOOK, PROBLEM) == (
            "program.py:\n  7:24  MP201  Pool.map cannot pickle a lambda\n\n"
            "other.py:\n"
            "   3:1   MP501  Pool.map cannot pickle a lambda (spawn, forkserver)\n"
            "  12:10  MP201  Pool.map cannot pickle a lambda (fork)\n\n"
            "book.ipynb:\n  cell 3:2:5  MP201  Pool.map cannot pickle a lambda\n\n"
        )

    def test_github(self) -> None:
        many = of("x\ny\n", found(at(1, 1, 2, to=2)), found(at(1, 1, 1), message="50%\r\n, a: b", severity="warning"))
        odd = found(at(1, 2, 3, "x:y,z%.py"), severity="info", methods=("spawn",))
        assert printed("github", ORDINARY, many, of("x", odd), NOTEBOOK, PROBLEM).splitlines() == [
            (
                "::error title=flake8-mp (MP201),file=program.py,line=7,endLine=7,col=24,endColumn=30"
                "::program.py:7:24: MP201 Pool.map cannot pickle a lambda"
            ),
            (
                "::error title=flake8-mp (MP201),file=program.py,line=1,endLine=2"
                "::program.py:1:1: MP201 Pool.map cannot pickle a lambda"
            ),
            (
                "::warning title=flake8-mp (MP201),file=program.py,line=1,endLine=1,col=1,endColumn=1"
                "::program.py:1:1: MP201 50%25\u240d\u240a, a: b"
            ),
            (
                "::notice title=flake8-mp (MP201),file=x%3Ay%2Cz%25.py,line=1,endLine=1,col=2,endColumn=3"
                "::x:y,z%25.py:1:2: MP201 Pool.map cannot pickle a lambda (spawn)"
            ),
            (
                "::warning title=flake8-mp (MP201),file=book.ipynb"
                "::book.ipynb:cell 3:2:5: MP201 Pool.map cannot pickle a lambda"
            ),
            "::error title=flake8-mp,file=broken.py::broken.py: line 3: invalid syntax",
        ]


class TestJson:
    def test_an_object(self) -> None:
        (entry,) = json.loads(printed("json", ORDINARY, PROBLEM))
        filename = os.path.join(RUN.root, "program.py")  # noqa: PTH118
        assert entry == {
            "code": "MP201",
            "name": "lambda-handoff",
            "message": "Pool.map cannot pickle a lambda",
            "severity": "error",
            "methods": ["fork", "spawn", "forkserver"],
            "filename": filename,
            "cell": None,
            "location": {"row": 7, "column": 24},
            "end_location": {"row": 7, "column": 30},
            "related": [
                {
                    "message": "the lambda",
                    "filename": filename,
                    "cell": None,
                    "location": {"row": 3, "column": 10},
                    "end_location": {"row": 3, "column": 35},
                }
            ],
            "fingerprint": "0123456789abcdef",
            "help": "use a function that is defined with `def` at the top level of a module, with `functools.partial`"
            " for arguments.",
        }

    def test_a_line_is_the_same_object(self) -> None:
        lines = printed("json-lines", *SEVERAL, NOTEBOOK).splitlines()
        assert [json.loads(line) for line in lines] == json.loads(printed("json", *SEVERAL, NOTEBOOK))

    def test_what_is_no_file_keeps_its_name(self) -> None:
        paths = [entry["filename"] for entry in json.loads(printed("json", *WEIRD))]
        assert {"-", "<stdin>", os.path.abspath("/elsewhere/ü.py")} < set(paths)  # noqa: PTH100
        assert os.path.join(RUN.root, "bad\\udcff.py") in paths  # noqa: PTH118

    def test_what_is_no_rule_has_no_help(self) -> None:
        report = found(at(1, 1, 1), code="MP000", name="")
        assert json.loads(printed("json", of("x", report)))[0]["help"] is None


class TestGitlab:
    def test_an_entry(self) -> None:
        first, second = json.loads(printed("gitlab", ORDINARY, NOTEBOOK, PROBLEM))
        assert first == {
            "description": "Pool.map cannot pickle a lambda",
            "check_name": "MP201",
            "fingerprint": "0123456789abcdef",
            "severity": "major",
            "location": {"path": "program.py", "lines": {"begin": 7, "end": 7}},
        }
        assert second["description"] == "cell 3:2:5: Pool.map cannot pickle a lambda"
        assert second["location"] == {"path": "book.ipynb", "lines": {"begin": 1}}
        assert second["severity"] == "minor"

    def test_fingerprints_differ(self) -> None:
        place = at(1, 1, 2)
        some = [found(place, fingerprint=text) for text in ("a", "a", "a-2", "a", "", "")]
        prints = [entry["fingerprint"] for entry in json.loads(printed("gitlab", of("x", *some)))]
        assert prints[:4] == ["a", "a-2", "a-2-2", "a-3"]
        assert len(set(prints)) == 6
        assert all(prints)

    def test_paths_below_the_current_directory_are_relative(self) -> None:
        for path in (os.path.join(RUN.root, "a", "b.py"), os.path.join(".", "a", "b.py")):  # noqa: PTH118
            (entry,) = json.loads(printed("gitlab", of("x", found(at(1, 1, 2, path)), path=path)))
            assert entry["location"]["path"] == "a/b.py"


class TestJunit:
    def test_a_suite_for_each_file(self) -> None:
        root = ET.fromstring(printed("junit", *SEVERAL, NOTEBOOK, PROBLEM))
        assert root.attrib == {"name": "flake8-mp", "tests": "5", "failures": "4", "errors": "1"}
        assert [suite.get("name") for suite in root] == ["program.py", "other.py", "book.ipynb", "broken.py"]
        assert [suite.get("failures") for suite in root] == ["1", "2", "1", "0"]
        case = root[0][0]
        assert case.attrib == {
            "name": "MP201 lambda-handoff",
            "classname": "program.py",
            "file": "program.py",
            "line": "7",
        }
        assert case[0].tag == "failure"
        assert case[0].get("message") == "7:24: MP201 Pool.map cannot pickle a lambda"
        assert case[0].text == "program.py:7:24: MP201 Pool.map cannot pickle a lambda"
        assert root[2][0].get("line") is None
        assert (root[3][0][0].tag, root[3][0][0].get("message")) == ("error", "line 3: invalid syntax")

    def test_one_passes_where_nothing_is_found(self) -> None:
        root = ET.fromstring(printed("junit", FileReport("clean.py")))
        assert root.attrib == {"name": "flake8-mp", "tests": "1", "failures": "0", "errors": "0"}
        assert [case.tag for case in root[0]] == ["testcase"]
        assert list(root[0][0]) == []

    def test_everything_is_escaped(self) -> None:
        message = "a < b & \"c\" > 'd' é 𝄞 \uffff \ud800 \t"
        (text,) = [
            failure.get("message")
            for failure in ET.fromstring(printed("junit", of("x", found(at(1, 1, 2), message=message)))).iter("failure")
        ]
        assert text == "1:1: MP201 a < b & \"c\" > 'd' é 𝄞  \\ud800 \u2409"


class TestRdjson:
    def test_columns_count_bytes(self) -> None:
        report = found(at(2, 2, 4), (at(1, 4, 5), "here"), (at(1, 1, 2, "far.py"), "there"), methods=("spawn",))
        assert json.loads(printed("rdjson", of("é日𝄞x", report), of("é日𝄞x\na𐐀b𐐀", report), PROBLEM)) == {
            "source": {"name": "flake8-mp"},
            "diagnostics": [
                {
                    "message": "Pool.map cannot pickle a lambda (spawn)",
                    "location": {
                        "path": "program.py",
                        "range": {"start": {"line": 2, **start}, "end": {"line": 2, **end}},
                    },
                    "severity": "ERROR",
                    "code": {"value": "MP201"},
                    "related_locations": [
                        {
                            "message": "here",
                            "location": {
                                "path": "program.py",
                                "range": {"start": {"line": 1, "column": 10}, "end": {"line": 1, "column": 11}},
                            },
                        },
                        {
                            "message": "there",
                            "location": {"path": "far.py", "range": {"start": {"line": 1}, "end": {"line": 1}}},
                        },
                    ],
                }
                for start, end in (({}, {}), ({"column": 2}, {"column": 7}))
            ],
        }

    def test_a_notebook_has_no_lines(self) -> None:
        (diagnostic,) = json.loads(printed("rdjson", NOTEBOOK))["diagnostics"]
        assert diagnostic["location"] == {"path": "book.ipynb"}
        assert diagnostic["message"] == "cell 3:2:5: Pool.map cannot pickle a lambda"
        assert diagnostic["related_locations"][0]["message"] == "cell 1:1:1: made here"


def sarif(*files: FileReport) -> dict[str, Any]:
    (run,) = json.loads(printed("sarif", *files))["runs"]
    return dict(run)


class TestSarif:
    def test_a_result(self) -> None:
        run = sarif(*SEVERAL)
        assert run["tool"]["driver"]["version"] == "1.2.3"
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["MP201", "MP501"]
        assert run["columnKind"] == "unicodeCodePoints"
        assert run["results"][0] == {
            "ruleId": "MP201",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "Pool.map cannot pickle a lambda"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "program.py", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 7, "startColumn": 24, "endLine": 7, "endColumn": 30},
                    }
                }
            ],
            "properties": {"startMethods": ["fork", "spawn", "forkserver"]},
            "relatedLocations": [
                {
                    "id": 1,
                    "physicalLocation": {
                        "artifactLocation": {"uri": "program.py", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 35},
                    },
                    "message": {"text": "the lambda"},
                }
            ],
            "partialFingerprints": {"flake8Mp/v1": "0123456789abcdef"},
        }
        assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 0]
        assert [result["level"] for result in run["results"]] == ["error", "error", "note"]
        assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]

    def test_a_rule(self) -> None:
        (rule,) = sarif(ORDINARY)["tool"]["driver"]["rules"]
        assert rule["name"] == "LambdaHandoff"
        assert rule["shortDescription"]["text"] == "A lambda is handed to another process."
        assert rule["defaultConfiguration"] == {"level": "error"}
        assert "Instead: use a function that is defined with `def`" in rule["help"]["text"]
        assert rule["help"]["markdown"].startswith("# MP201 lambda-handoff\n\nA lambda is handed")

    def test_a_problem(self) -> None:
        run = sarif(PROBLEM)
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        (notification,) = invocation["toolExecutionNotifications"]
        assert notification["message"]["text"] == "line 3: invalid syntax"
        assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "broken.py"

    @pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
    def test_addresses(self) -> None:
        run = sarif(*WEIRD)
        artifacts = [r["locations"][0]["physicalLocation"]["artifactLocation"] for r in run["results"]]
        assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///work/"}}
        assert [artifact["uri"] for artifact in artifacts][:10] == [
            "a%20b/%C3%A9%231%25.py",
            "x%3Ay%2Cz.py",
            "-",
            "%3Cstdin%3E",
            "file:///out%20side.py",
            "file:///elsewhere/%C3%BC.py",
            "esc%1B%5B31m.py",
            "line%0Aline.py",
            "a%26%3C%3E%22%27.py",
            "bad%FF.py",
        ]
        assert all(("uriBaseId" in artifact) != artifact["uri"].startswith("file:") for artifact in artifacts)

    def test_a_notebook_has_no_lines(self) -> None:
        (result,) = sarif(NOTEBOOK)["results"]
        assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
        assert result["message"]["text"] == "cell 3:2:5: Pool.map cannot pickle a lambda"


class TestStatistics:
    REPORTS = (
        found(at(1, 1, 2), code="MP501", name="join-before-drain"),
        *[found(at(1, 1, 2)) for _ in range(10)],
        found(at(1, 1, 2), code="MP000", name=""),
    )

    def test_a_table(self) -> None:
        assert statistics(self.REPORTS).splitlines() == [
            "10  MP201  lambda-handoff     A lambda is handed to another process.",
            " 1  MP000",
            " 1  MP501  join-before-drain  A process is waited for before anybody takes what it has put into a queue or a pipe.",
        ]
        assert statistics(()) == ""

    def test_an_array(self) -> None:
        assert json.loads(statistics(self.REPORTS, as_json=True))[0] == {
            "count": 10,
            "code": "MP201",
            "name": "lambda-handoff",
            "summary": "A lambda is handed to another process.",
        }
        assert json.loads(statistics((), as_json=True)) == []


class TestKnowledge:
    def test_every_rule_is_told_of_as_its_page_does(self) -> None:
        for rule in all_rules():
            about = docs(rule.code)
            assert about is not None
            assert about.stem == type(rule).__module__.rpartition(".")[2]
            assert about.summary == summary(rule)
            assert about.instead
            assert seen(about.stem), rule.code

    def test_of_others_nothing_is_known(self) -> None:
        assert docs("MP000") is docs("MP2") is docs("") is None
        assert seen("mp000_nothing") == ""

    def test_a_record_that_cannot_be_read_is_done_without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(stem: str) -> list[record.Outcomes]:
            raise record.RecordError("outcomes.json: no record of outcomes")

        monkeypatch.setattr(record, "recorded_wrong", broken)
        seen.cache_clear()
        try:
            assert "seen when run" not in printed("full", ORDINARY)
        finally:
            seen.cache_clear()

    def test_what_happened_most_often_comes_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        programs: list[record.Outcomes] = [
            {"fork": {"3.9.1": ("hang",), "3.14.2": ("ok",)}, "spawn": {"3.14.2": ("TypeError", "exit=1")}},
            {"fork": {"3.14.2": ("ok",)}, "spawn": {"3.14.2": ("hang", "wrong")}},
            {"fork": {"3.9.1": ("exit=3",)}, "spawn": {"3.14.2": ("EOFError", "wrong")}},
            {"fork": {"3.14.2": ("exit=3",)}},
        ]
        monkeypatch.setattr(record, "recorded_wrong", lambda stem: programs)
        assert seen.__wrapped__("mp201") == "fork: ok, exit=3; spawn: wrong, EOFError, TypeError, … (Python 3.14.2)"
