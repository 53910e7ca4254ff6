r"""The text of an open document, changed as the client says, and its places in the client's units.

Lines end as the protocol says (``\n``, ``\r\n``, ``\r`` and nothing else), which is also how Python splits them: the
form feeds and separators at which :meth:`str.splitlines` splits as well are ordinary characters. Source: Language
Server Protocol 3.17, "Text Documents" and "Position".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lsprotocol import types

from flake8_mp.rule import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, order=True)
class Point:
    """A place in a text: the line from 0, the column from 0 in characters."""

    line: int
    column: int


@dataclass(frozen=True)
class Change:
    """A stretch that was replaced, and where the text that stands there now ends."""

    start: Point
    end: Point
    new_end: Point


class Text:
    """A text by its lines, each with its end; the last one has none and may be empty."""

    def __init__(self, text: str, encoding: str) -> None:
        self._encoding = encoding
        self.lines = split(text)

    def __str__(self) -> str:
        return "".join(self.lines)

    @property
    def normal(self) -> str:
        r"""The text with ``\n`` between its lines, as everybody else here wants it."""
        text = str(self)
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    @property
    def line_end(self) -> str:
        """What ends the first line, and so probably the others."""
        return _end_of(self.lines[0]) or "\n"

    @property
    def end(self) -> Point:
        """The place behind the last character."""
        return Point(len(self.lines) - 1, len(self.lines[-1]))

    def line(self, number: int) -> str:
        """Return a line without its end, by its number from 0; an empty one beyond the text."""
        if not 0 <= number < len(self.lines):
            return ""
        line = self.lines[number]
        return line[: len(line) - len(_end_of(line))]

    def change(self, event: types.TextDocumentContentChangeEvent) -> Change:
        """Apply a change of the client's; return what has become of it."""
        if isinstance(event, types.TextDocumentContentChangePartial):
            start, end = sorted((self.point(event.range.start), self.point(event.range.end)))
            return self._replace(start, end, event.text)
        return self._become(event.text)

    def _become(self, text: str) -> Change:
        """Take a whole new text; what is equal at both ends counts as untouched."""
        new = split(text)
        old, most = self.lines, min(len(self.lines), len(new))
        first = 0
        while first < most and old[first] == new[first]:
            first += 1
        last = 0
        while last < most - first and old[-1 - last] == new[-1 - last]:
            last += 1
        change = Change(
            Point(first, 0),
            Point(len(old) - last, 0) if last else self.end,
            Point(len(new) - last, 0) if last else Point(len(new) - 1, len(new[-1])),
        )
        self.lines = new
        return change

    def _replace(self, start: Point, end: Point, text: str) -> Change:
        before, after = self.lines[start.line][: start.column], self.lines[end.line][end.column :]
        first = start.line
        if first and not before and self.lines[first - 1].endswith("\r"):
            first -= 1  # what is left may begin with the other half of a line's end
            before = self.lines[first]
        new = split(before + text + after)
        if end.line < len(self.lines) - 1:
            new.pop()  # the empty line that splitting leaves behind the last end
        inserted = split(before + text)
        self.lines[first : end.line + 1] = new
        return Change(start, end, Point(first + len(inserted) - 1, len(inserted[-1])))

    # Places in the client's units

    def point(self, position: types.Position) -> Point:
        """Return a place that the client names; one beyond a line or the text is taken for its end."""
        if position.line >= len(self.lines):
            return self.end
        line = self.line(max(position.line, 0))
        return Point(max(position.line, 0), _characters(line, position.character, self._encoding))

    def position(self, point: Point) -> types.Position:
        """Return a place as the client counts it."""
        line = self.line(point.line)
        return types.Position(point.line, _units(line[: point.column], self._encoding))

    def range(self, span: Span) -> types.Range:
        """Return a stretch of source as the client counts it."""
        return types.Range(
            self.position(Point(span.line - 1, span.column)), self.position(Point(span.end_line - 1, span.end_column))
        )

    def edit(self, span: Span, new: str) -> types.TextEdit:
        r"""Return the edit that replaces a stretch; the ``\n`` of the new text becomes what ends lines here."""
        return types.TextEdit(self.range(span), new.replace("\n", self.line_end))


def split(text: str) -> list[str]:
    """Split a text into lines that keep their ends; the last one has none."""
    if "\r" not in text:
        lines = [line + "\n" for line in text.split("\n")]
        lines[-1] = lines[-1][:-1]
        return lines
    lines = _LINE.findall(text)
    if not lines or _end_of(lines[-1]):
        lines.append("")
    return lines


def _end_of(line: str) -> str:
    if line.endswith("\r\n"):
        return "\r\n"
    return line[-1] if line.endswith(("\n", "\r")) else ""


def _units(text: str, encoding: str) -> int:
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(line: str, units: int, encoding: str) -> int:
    """Return how many characters so many units are; one in the middle of a character counts as before it."""
    if encoding == "utf-32" or line.isascii():
        return min(max(units, 0), len(line))
    for column, character in enumerate(line):
        units -= _units(character, encoding)
        if units < 0:
            return column
    return len(line)


def moved(span: Span, change: Change) -> Span | None:
    """Return where a stretch is after a change, or None where the change has cut into it.

    What is typed inside of it, or right behind an end of it, is no cut.
    """
    start, end = Point(span.line - 1, span.column), Point(span.end_line - 1, span.end_column)
    if change.end <= start:
        start, end = _shifted(start, change), _shifted(end, change)
    elif change.start >= end:
        pass
    elif start <= change.start and change.end <= end and (start, end) != (change.start, change.end):
        end = _shifted(end, change)
    else:
        return None
    return Span(start.line + 1, start.column, end.line + 1, end.column) if start < end else None


def _shifted(point: Point, change: Change) -> Point:
    line = point.line + change.new_end.line - change.end.line
    if point.line != change.end.line:
        return Point(line, point.column)
    return Point(line, point.column - change.end.column + change.new_end.column)


def contains(span: Span, start: Point, end: Point) -> bool:
    """Return whether a stretch and the one between two places have something in common, if only an end."""
    return Point(span.line - 1, span.column) <= end and start <= Point(span.end_line - 1, span.end_column)


def difference(old: str, new: str) -> tuple[Span, str]:
    r"""Return the stretch of whole lines in which two texts differ, and what stands there in the new one.

    Both have ``\n`` between their lines.
    """
    before, after = split(old), split(new)
    if before == after:
        return Span(1, 0, 1, 0), ""
    first = _common(before, after)
    last = min(_common(before[::-1], after[::-1]), len(before) - first, len(after) - first)
    if last:
        end = Point(len(before) - last, 0)
    else:
        end = Point(len(before) - 1, len(before[-1]))
    return Span(first + 1, 0, end.line + 1, end.column), "".join(after[first : len(after) - last])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
