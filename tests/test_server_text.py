"""The text of a document under changes, and its places in the units of clients."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from flake8_mp.frontends.lsp.rule_pages import short_page, unwrapped
from flake8_mp.frontends.lsp.text import Change, Point, Text, difference, moved, split
from flake8_mp.rule import Span, all_rules
from tests.editor import applied, inserted, replaced

ENCODINGS = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(alphabet="ab\né日𝄞\r\u2028\x0c", max_size=30)


def units(text: str, encoding: str) -> int:
    name, width = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    return len(text.encode(name)) // width


def positions(text: str, encoding: str) -> list[tuple[int, types.Position]]:
    """Return the places between characters that lie within lines, by their offsets."""
    found = []
    line, start = 0, 0
    for offset in range(len(text) + 1):
        if offset and (text[offset - 1] == "\n" or (text[offset - 1] == "\r" and text[offset : offset + 1] != "\n")):
            line, start = line + 1, offset
        if text[offset - 1 : offset + 1] != "\r\n":
            found.append((offset, types.Position(line, units(text[start:offset], encoding))))
    return found


class TestChanges:
    @given(TEXTS, st.lists(st.tuples(st.integers(0), st.integers(0), TEXTS), max_size=4), st.sampled_from(ENCODINGS))
    def test_edits_do_what_the_protocol_says(self, text: str, edits: list[tuple[int, int, str]], encoding: str) -> None:
        document = Text(text, encoding)
        for one, other, new in edits:
            places = positions(text, encoding)
            (start, first), (end, last) = sorted(
                (places[one % len(places)], places[other % len(places)]), key=lambda p: p[0]
            )
            change = document.change(types.TextDocumentContentChangePartial(range=types.Range(first, last), text=new))
            text = text[:start] + new + text[end:]
            assert str(document) == text
            assert document.lines == split(text)
            assert isinstance(change, Change)

    @given(TEXTS)
    def test_lines_are_all_of_the_text(self, text: str) -> None:
        lines = split(text)
        assert "".join(lines) == text
        assert len(lines) == text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1

    @given(TEXTS, TEXTS)
    def test_a_whole_new_text_counts_as_the_change_of_what_differs(self, old: str, new: str) -> None:
        document = Text(old, "utf-32")
        change = document.change(types.TextDocumentContentChangeWholeDocument(new))
        assert str(document) == new
        before, after = split(old), split(new)
        assert before[: change.start.line] == after[: change.start.line]
        if change.end.column == 0 and change.new_end.column == 0 and change.end.line < len(before):
            assert before[change.end.line :] == after[change.new_end.line :]

    def test_places_beyond_the_text_are_its_end(self) -> None:
        document = Text("a\nbc", "utf-16")
        document.change(replaced(1, 1, 99, 99, "X"))
        document.change(inserted(0, 99, "Y"))
        assert str(document) == "aY\nbX"

    @given(TEXTS, TEXTS)
    def test_the_difference_of_two_texts(self, old: str, new: str) -> None:
        old, new = old.replace("\r", ""), new.replace("\r", "")
        text = Text(old, "utf-16")
        assert applied(old, [text.edit(*difference(old, new))]) == new


class TestPlaces:
    @given(TEXTS, st.sampled_from(ENCODINGS))
    def test_there_and_back(self, text: str, encoding: str) -> None:
        document = Text(text, encoding)
        for _, position in positions(text, encoding):
            assert document.position(document.point(position)) == position

    def test_the_middle_of_a_character_is_before_it(self) -> None:
        assert Text("𝄞", "utf-16").point(types.Position(0, 1)) == Point(0, 0)


class TestMoving:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (inserted(0, 0, "\n"), Span(3, 4, 3, 8)),
            (inserted(1, 0, "xx"), Span(2, 6, 2, 10)),
            (inserted(1, 4, "xx"), Span(2, 6, 2, 10)),
            (inserted(1, 6, "xx"), Span(2, 4, 2, 10)),
            (inserted(1, 8, "xx"), Span(2, 4, 2, 8)),
            (inserted(1, 6, "\n"), Span(2, 4, 3, 2)),
            (replaced(0, 0, 1, 2, ""), Span(1, 2, 1, 6)),
            (replaced(1, 5, 1, 7, ""), Span(2, 4, 2, 6)),
            (replaced(1, 2, 1, 6, ""), None),
            (replaced(1, 4, 1, 8, "new"), None),
            (replaced(1, 6, 2, 0, ""), None),
            (inserted(2, 0, "xx"), Span(2, 4, 2, 8)),
        ],
    )
    def test_a_stretch(self, change: types.TextDocumentContentChangePartial, expected: Span | None) -> None:
        document = Text("first\n    here, and\nlast\n", "utf-16")
        assert moved(Span(2, 4, 2, 8), document.change(change)) == expected

    @given(TEXTS, st.data())
    def test_what_is_not_touched_says_the_same(self, text: str, data: st.DataObject) -> None:
        document = Text(text, "utf-32")
        places = positions(text, "utf-32")
        four = sorted(data.draw(st.tuples(*[st.integers(0, len(places) - 1)] * 4)))
        new = data.draw(TEXTS)
        if data.draw(st.booleans()):
            (_, start), (_, end), (one, first), (other, last) = (places[n] for n in four)
        else:
            (one, first), (other, last), (_, start), (_, end) = (places[n] for n in four)
        span = Span(first.line + 1, first.character, last.line + 1, last.character)
        result = text[one:other]
        change = document.change(types.TextDocumentContentChangePartial(range=types.Range(start, end), text=new))
        after = moved(span, change)
        if result and "\r" not in text + new:
            assert after is not None
            lines = document.lines[after.line - 1 : after.end_line]
            lines[-1] = lines[-1][: after.end_column]
            lines[0] = lines[0][after.column :]
            assert "".join(lines) == result


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("one\ntwo\n\nthree\nfour", "one two\n\nthree four"),
        ("- one\n  more\n- two\n", "- one more\n- two\n"),
        ("one:\n\n    x = 1\n    y = 2\n\ntwo\nthree", "one:\n\n    x = 1\n    y = 2\n\ntwo three"),
        ("one\n```python\nx = 1\ny = 2\n```\ntwo\nthree", "one\n```python\nx = 1\ny = 2\n```\ntwo three"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "| a | b |\n| - | - |\n| 1 | 2 |"),
        ("# one\ntwo\nthree", "# one\ntwo three"),
        ("", ""),
    ],
)
def test_paragraphs_stand_on_one_line(markdown: str, expected: str) -> None:
    assert unwrapped(markdown) == expected


@pytest.mark.parametrize("code", [rule.code for rule in all_rules()])
def test_the_short_pages_are_made_of_paragraphs_and_lists(code: str) -> None:
    page = short_page(code)
    assert page.startswith(f"**{code}** ")
    assert [line for above, line in pairwise(page.splitlines()) if above and line and not line.startswith("- ")] == []
