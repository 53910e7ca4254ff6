"""A line of source as it is drawn: columns of the terminal instead of characters."""

from __future__ import annotations

from flake8_mp.frontends.formats._text import width
from flake8_mp.terminal import shown

_TAB = 4
_CUT = "\u2026"


class Line:
    """One line: what is shown of it, and in which column of the terminal, from 0, each character begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blank = not text.strip()
        self._pieces: list[str] | None = None
        self._starts: list[int] = []
        if text.isascii() and text.isprintable():  # nearly every line; some are megabytes long
            self.width = len(text)
            return
        self._pieces = []
        column = 0
        for character in text:
            piece = " " * (_TAB - column % _TAB) if character == "\t" else shown(character)
            self._pieces.append(piece)
            self._starts.append(column)
            column += width(piece)
        self._starts.append(column)
        self.width = column

    def column(self, index: int) -> int:
        """Return where the character with an index begins; indices beyond the line lead to its end."""
        index = min(max(index, 0), len(self.text))
        return index if self._pieces is None else self._starts[index]

    def indent(self) -> int:
        """Return the index of the first character that is no blank."""
        return len(self.text) - len(self.text.lstrip())

    def cut(self, low: int, high: int) -> str:
        """Return what lies between two columns, with an ellipsis where something is left out."""
        left = bool(low) and not self.blank
        right = self.width > high
        first, last = low + left, high - right if right else self.width
        if self._pieces is None:
            inside = self.text[first:last]
        else:
            inside = self._between(first, last)
        return f"{_CUT if left else ''}{inside}{_CUT if right else ''}".rstrip()

    def _between(self, first: int, last: int) -> str:
        """Return exactly these columns: spaces stand for wide characters that lie on an edge."""
        parts, column = [], first
        for piece, start, stop in zip(self._pieces or (), self._starts, self._starts[1:], strict=False):
            if start >= first and stop <= last:
                parts += [" " * (start - column), piece]
                column = stop
        return "".join(parts) + " " * (last - column)
