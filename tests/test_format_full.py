"""The format ``full``: what it draws, exactly, and that no source breaks it."""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_mp.frontends.formats import Run, full
from flake8_mp.frontends.formats._seen import seen
from flake8_mp.frontends.report import FileReport, Place, Report
from flake8_mp.terminal import visible
from tests.reports import (
    NOTEBOOK,
    ORDINARY,
    RUN,
    SEVERAL,
    SOURCE,
    at,
    found,
    of,
    printed,
)


def drawn(source: str, *reports: Report, run: Run = RUN) -> str:
    """Return what ``full`` draws of the source, without the first line and the notes."""
    lines = printed("full", of(source, *reports), run=run).split("\n")[1:]
    return "".join(f"{line}\n" for line in takewhile(lambda line: not re.match(" += ", line), lines))


class TestFull:
    def test_a_block(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            full, "seen", lambda stem, methods, python: f"fork: {stem}; spawn: PicklingError, wrong (Python 3.15.0)"
        )
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
  = breaks under: every start method
  = examples: fork: mp201_lambda_handoff; spawn: PicklingError, wrong (Python 3.15.0)
  = instead: define a function with `def` at module level, and bind arguments with
             `functools.partial`.
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
        everywhere = (
            r"fork: .*PicklingError.*; spawn: .*PicklingError.*; forkserver: .*PicklingError.* \(on Python 3\.12\)"
        )
        python = (3, 12, 99)
        assert re.fullmatch(everywhere, seen("mp201_lambda_handoff", ("fork", "spawn", "forkserver"), python))
        not_under_fork = r"fork: ok; spawn: .*PicklingError.*; forkserver: .*PicklingError.* \(on Python 3\.12\)"
        assert re.fullmatch(not_under_fork, seen("mp201_lambda_handoff", ("spawn", "forkserver"), python))

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
        report = found(
            at(1, 7, 8, "\x1b.py"), (at(1, 1, 2, "\x1b.py"), "\x1b[1m\n"), message="\x1b]0;title\x07", name="\x9b"
        )
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


class TestElsewhere:
    """A related place in another file is drawn with that file's text, never with the finding's own."""

    def test_the_text_of_the_other_file_is_drawn(self) -> None:
        report = found(at(2, 1, 2), (at(3, 5, 9, "other.py"), "made here"), (at(4, 1, 2, "other.py"), "used here"))
        others = {"other.py": ["one", "two", "def made", "four"]}
        file = FileReport(
            "program.py", (report,), texts={None: ["a", "b", "c", "d"]}, elsewhere=lambda path: others.get(path, ())
        )
        lines = printed("full", file).split("\n")
        assert lines[1:15] == [
            " --> program.py:2:1",
            "  |",
            "1 | a",
            "2 | b",
            "  | ^",
            "3 | c",
            "  |",
            " ::: other.py:3:5",
            "  |",
            "3 | def made",
            "  |     ---- made here",
            "4 | four",
            "  | - used here",
            "  |",
        ]

    def test_a_file_that_cannot_be_read_is_named(self) -> None:
        report = found(at(1, 1, 2), (at(1, 1, 2, "other.py"), "made here"))
        assert drawn("x", report) == (
            """\
 --> program.py:1:1
  |
1 | x
  | ^
  |
 ::: other.py:1:1: made here
"""
        )
