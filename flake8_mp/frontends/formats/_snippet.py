"""Pieces of source with the places of a finding marked below the lines, in the way of rustc and ruff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flake8_mp.frontends.formats._line import Line
from flake8_mp.frontends.formats._text import width
from flake8_mp.frontends.report import FileReport, Place, Report
from flake8_mp.terminal import visible

PRIMARY, SECONDARY = "^", "-"
_HEAD, _TAIL = 3, 2
"""So many lines are shown of the beginning and the end of a place with more lines than both and an ellipsis."""

_NEAR = 2
"""A place is drawn with others that are so many lines away: the line between them takes less room than a heading."""


@dataclass(frozen=True)
class Mark:
    """A part of a line that is underlined: indices of characters, the end exclusive, and the words beside it."""

    line: int
    start: int
    end: int
    sign: str
    words: str = ""


@dataclass
class Snippet:
    """Lines of one file that are drawn together, beginning at a place."""

    place: Place
    lines: set[int] = field(default_factory=set)
    """The numbers of those that are shown; none where the text is not at hand."""
    marks: list[Mark] = field(default_factory=list)
    words: str = ""
    """What is said of the place where there are no lines to say it at."""

    def is_near(self, place: Place) -> bool:
        """Return whether a place lies among these lines, or so close that it is drawn with them."""
        same = (place.path, place.cell) == (self.place.path, self.place.cell)
        return same and bool(self.lines) and min(self.lines) - _NEAR <= place.line <= max(self.lines) + _NEAR


@dataclass(frozen=True)
class Row:
    """One row of a drawn snippet; where ``sign`` is given, the stretches of the text that are of that mark."""

    number: str = ""
    """The number of the line; empty for a row that is none, and the ellipsis for lines that are left out."""
    text: str = ""
    marks: tuple[tuple[int, int, str], ...] = ()
    """From which index of the text to which a mark and its words stand, with the mark's sign."""


def snippets(report: Report, file: FileReport) -> list[Snippet]:
    """Return what is to be drawn of a finding: around its place first, then the related places that lie elsewhere."""
    first = Snippet(report.place)
    found = [first]
    lines = file.lines(report.place)
    _add(first, report.place, lines, PRIMARY, "")
    if first.lines:
        for beside in (min(first.lines) - 1, max(first.lines) + 1):
            if 1 <= beside <= len(lines) and lines[beside - 1].strip():
                first.lines.add(beside)
    for place, words in report.related:
        text = file.lines(place)
        snippet = next((other for other in found if other.is_near(place)), None)
        if snippet is None or not 1 <= place.line <= len(text):
            snippet = Snippet(place)
            found.append(snippet)
        _add(snippet, place, text, SECONDARY, visible(words))
    for snippet in found:
        _close_gaps(snippet)
    return found


def _add(snippet: Snippet, place: Place, lines: Sequence[str], sign: str, words: str) -> None:
    """Mark a place in a snippet, as far as its lines are there: the file may have changed since it was checked."""
    if not 1 <= place.line <= len(lines):
        snippet.words = words
        return
    last = min(max(place.end_line, place.line), len(lines))
    if last > place.line and last == place.end_line and place.end_column <= 1:
        last -= 1
    text = lines[place.line - 1]
    start = min(max(place.column - 1, 0), len(text))
    if place.end_line <= place.line:
        snippet.lines.add(place.line)
        snippet.marks.append(Mark(place.line, start, min(place.end_column - 1, len(text)), sign, words))
        return
    snippet.marks.append(Mark(place.line, start, len(text.rstrip()), sign, words))
    if sign == SECONDARY:  # often a whole function: its beginning says enough
        snippet.lines.add(place.line)
        return
    shown = range(place.line, last + 1)
    snippet.lines.update(shown if len(shown) <= _HEAD + _TAIL + 1 else [*shown[:_HEAD], *shown[-_TAIL:]])
    if last > place.line:
        text = lines[last - 1]
        end = place.end_column - 1 if last == place.end_line else len(text.rstrip())
        snippet.marks.append(Mark(last, Line(text).indent(), end, sign))


def _close_gaps(snippet: Snippet) -> None:
    """Show a single line between others, instead of an ellipsis that takes as much room."""
    snippet.lines.update({line + 1 for line in snippet.lines if line + 2 in snippet.lines})


def draw(snippet: Snippet, text: Sequence[str], limit: int) -> list[Row]:
    """Return the rows of a snippet of a text's lines, none of them with more columns of source than ``limit``."""
    lines = {number: Line(text[number - 1]) for number in sorted(snippet.lines)}
    low, high = _window(snippet, lines, limit)
    rows: list[Row] = []
    before = 0
    for number, line in lines.items():
        if before and number > before + 1:
            rows.append(Row("..."))
        before = number
        rows.append(Row(str(number), line.cut(low, high)))
        rows += _underlines([mark for mark in snippet.marks if mark.line == number], line, low, high)
    return rows


def _window(snippet: Snippet, lines: Mapping[int, Line], limit: int) -> tuple[int, int]:
    """Return the columns that are shown of every line: all, or as many as there is room for around the first mark."""
    if not snippet.marks or all(line.width < limit for line in lines.values()):  # the end of a line can be marked too
        return 0, limit
    mark = snippet.marks[0]
    line = lines[mark.line]
    start, end = line.column(mark.start), line.column(mark.end)
    low = 0 if end < limit else max(0, start - limit // 4)
    return low, low + limit


def _underlines(marks: Sequence[Mark], line: Line, low: int, high: int) -> list[Row]:
    """Return the rows below a line, as few as there can be without one mark or its words touching another.

    What lies beyond the columns that are shown is marked at their edge.
    """
    placed: list[list[tuple[int, int, Mark]]] = []
    for mark in _merged(sorted(marks, key=lambda mark: (mark.sign != PRIMARY, mark.start))):
        start = min(max(line.column(mark.start), low), high - 1)
        end = max(min(line.column(mark.end), high), start + 1)
        item = (start - low, end - low, mark)
        stop = _stop(item)
        for row in placed:
            if all(stop < other[0] or _stop(other) < item[0] for other in row):
                row.append(item)
                break
        else:
            placed.append([item])
    return [_underline(row) for row in placed]


def _merged(marks: list[Mark]) -> list[Mark]:
    """Put the words of a related place beside the first mark where that underlines the very same."""
    first, rest = marks[:1], marks[1:]
    for mark in first:
        same = next((other for other in rest if (other.start, other.end) == (mark.start, mark.end)), None)
        if same is not None and not mark.words:
            return [replace(mark, words=same.words), *(other for other in rest if other is not same)]
    return first + rest


def _stop(item: tuple[int, int, Mark]) -> int:
    """Return the column after a mark and its words."""
    return item[1] + (1 + width(item[2].words) if item[2].words else 0)


def _underline(items: list[tuple[int, int, Mark]]) -> Row:
    text = ""
    spots = []
    column = 0
    for start, end, mark in sorted(items, key=lambda item: item[0]):
        text += " " * (start - column)
        drawn = f"{mark.sign * (end - start)} {mark.words}".rstrip()
        spots.append((len(text), len(text) + len(drawn), mark.sign))
        text += drawn
        column = _stop((start, end, mark))
    return Row("", text, tuple(spots))
