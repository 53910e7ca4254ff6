"""Programs as they are shown to people: without what the self-check and the tests read in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flake8_mp.rule import Span

_CLAIM = re.compile(r"\s*#\s*(?:error|todo)\b.*$")
_AROUND = 4
"""So many lines are shown around what is marked in a long program, and around what has changed."""


@dataclass(frozen=True)
class Line:
    """One line of a listing."""

    text: str
    sign: str = " "
    """``-`` and ``+`` for what goes and what comes, ``^`` for a mark below a line, ``.`` for lines left out."""


def shown(text: str) -> dict[int, str]:
    """Return the lines of a program that are worth showing, by their numbers.

    Its docstring and the claims in its comments are not: they are about what it shows. Of several empty lines the
    first is.
    """
    lines = dict(enumerate(text.splitlines(), 1))
    body = ast.parse(text).body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    begins = min((node.lineno for node in body), default=1)
    kept = {number: _CLAIM.sub("", line) for number, line in lines.items() if number >= begins}
    kept = {number: line for number, line in kept.items() if line.strip() or kept.get(number - 1, "").strip()}
    while kept and not kept[max(kept)].strip():
        del kept[max(kept)]
    return kept


def listing(text: str, spans: Iterable[Span], most: int) -> list[Line]:
    """Return a program with marks below what is wrong in it; of a long one what is around the marks.

    ``most`` is how many lines make it long.
    """
    lines, marked = shown(text), {span.line: span for span in spans}
    wanted = set(lines)
    if len(lines) > most:
        wanted = {n for line in marked for n in range(line - _AROUND, line + _AROUND + 1)} & set(lines)
    found: list[Line] = []
    last = 0
    for number in sorted(wanted):
        if found and any(between in lines for between in range(last + 1, number)):
            found.append(Line("...", "."))
        found.append(Line(lines[number]))
        last = number
        if number in marked:
            span = marked[number]
            end = span.end_column if span.end_line == span.line else len(lines[number].rstrip())
            found.append(Line(f"{'':{span.column}}{'^' * max(end - span.column, 1)}", "^"))
    return found


def changes(old: str, new: str, around: int = 1) -> list[Line]:
    """Return what differs between two programs, but for empty lines, with some lines around each place."""
    before, after = list(shown(old).values()), list(shown(new).values())
    found: list[Line] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(around):
        if found:
            found.append(Line("...", "."))
        for tag, start, end, begin, stop in group:
            if tag == "equal":
                found += map(Line, before[start:end])
            else:
                found += [Line(line, "-") for line in before[start:end] if line.strip()]
                found += [Line(line, "+") for line in after[begin:stop] if line.strip()]
    while found and not found[0].text.strip():
        del found[0]
    while found and not found[-1].text.strip():
        del found[-1]
    return found


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """Return which part of two programs is the same, from 0 to 1."""
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
