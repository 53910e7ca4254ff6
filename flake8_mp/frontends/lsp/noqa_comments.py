"""Where codes stand in comments that silence, and in configuration files: for hovers and completion."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = re.compile(r"#\s*(?:flake8-mp[:=]\s*)?noqa(?::\s?(?P<codes>[A-Za-z0-9, \t]*))?", re.IGNORECASE)
_CODE = re.compile(r"MP[0-9]{0,3}", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """A word of a line, its columns counted from 0, the end exclusive."""

    text: str
    start: int
    end: int


def code_at(line: str, column: int) -> Word | None:
    """Return the code of ours that stands in a line at a column, or right before it; None where none does."""
    for match in _CODE.finditer(line):
        before = line[match.start() - 1 : match.start()]
        after = line[match.end() : match.end() + 1]
        if match.start() <= column <= match.end() and not before.isalnum() and not after.isalnum():
            return Word(match[0].upper(), match.start(), match.end())
    return None


def in_comment(line: str, column: int) -> bool:
    """Return whether a column lies in a comment that silences."""
    return any(match.start() <= column <= match.end() for match in _COMMENT.finditer(line))


def typed_in_comment(line: str, column: int) -> tuple[Word, frozenset[str]] | None:
    """Return the beginning of a code that is typed in such a comment, and the codes that it lists already.

    None where no code can be typed.
    """
    for match in _COMMENT.finditer(line):
        if match["codes"] is None or not match.start("codes") <= column <= match.end("codes"):
            continue
        start = column
        while start > match.start("codes") and line[start - 1].isalnum():
            start -= 1
        listed = re.findall(r"[A-Z]+[0-9]+", line[match.start("codes") : start] + " " + line[column : match.end()])
        return Word(line[start:column], start, column), frozenset(listed)
    return None
