"""What the lines of a ``.gitignore`` mean, matched without backtracking: no list makes a run slow.

Source: gitignore(5), and what it leaves open ``dir.c`` and ``wildmatch.c`` of git 2.39; a test compares the two. Git
matches bytes, so texts are bytes decoded as Latin-1 here. A pattern takes time in proportion to its length times that
of the path, and most patterns, which are plain names, endings or paths, are looked up.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

_SPECIAL = re.compile(r"[*?\[\\]")
_CLASSES: dict[str, Callable[[str], bool]] = {
    "alnum": lambda c: c.isalnum(),
    "alpha": lambda c: c.isalpha(),
    "blank": lambda c: c in " \t",
    "cntrl": lambda c: c < " " or c == "\x7f",
    "digit": lambda c: c.isdigit(),
    "graph": lambda c: " " < c < "\x7f",
    "lower": lambda c: c.islower(),
    "print": lambda c: " " <= c < "\x7f",
    "punct": lambda c: c.isprintable() and not c.isalnum() and c != " ",
    "space": lambda c: c in " \t\n\r\v\f",
    "upper": lambda c: c.isupper(),
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
}
"""The classes of POSIX in ASCII."""
_BYTES = [chr(number) for number in range(256)]

_STAR, _STARS, _SLASH, _ANY = "*", "**", "/", "[^/]"


class _NeverFits(ValueError):
    """A pattern that git takes and that fits no path: a bracket that is not closed, a backslash at its end."""


def as_git_sees(path: str) -> str:
    """Return a path, with slashes, as the patterns here are compared with it: its bytes."""
    return path if path.isascii() else os.fsencode(path).decode("latin-1")


class Patterns:
    """The patterns of one file, of which the last that fits decides. ``lines`` are bytes decoded as Latin-1."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._names: dict[str, list[_Rule]] = {}
        self._endings: dict[str, list[_Rule]] = {}
        self._paths: dict[str, list[_Rule]] = {}
        self._others: list[_Rule] = []
        for number, line in enumerate(lines):
            self._add(number, line)
        self._others.reverse()
        self._lengths = sorted({len(ending) for ending in self._endings})

    def __bool__(self) -> bool:
        return bool(self._names or self._endings or self._paths or self._others)

    def _add(self, number: int, line: str) -> None:
        text = _without_trailing_spaces(line.removesuffix("\r"))
        if not text or text.startswith("#"):
            return
        ignores = not text.startswith("!")
        text = text if ignores else text[1:]
        only_folders = text.endswith("/")
        text = text.removesuffix("/")
        anchored = "/" in text
        text = text.removeprefix("/")
        first = _SPECIAL.search(text)
        rule = _Rule(number, ignores, only_folders, anchored, text, first.start() if first else len(text))
        if first is None:
            (self._paths if anchored else self._names).setdefault(text, []).append(rule)
        elif not anchored and text[0] == "*" and _SPECIAL.search(text, 1) is None:
            self._endings.setdefault(text[1:], []).append(rule)
        else:
            self._others.append(rule)

    def decide(self, path: str, is_folder: bool) -> bool | None:
        """Return whether a path below the file's folder is ignored: None where no pattern fits.

        ``path`` is relative to that folder, with slashes, as :func:`as_git_sees` returns it.
        """
        name = path[path.rfind("/") + 1 :]
        last: _Rule | None = None
        for rule in self._looked_up(path, name):
            if (last is None or rule.number > last.number) and (is_folder or not rule.only_folders):
                last = rule
        for rule in self._others:
            if last is not None and rule.number < last.number:
                break
            if (is_folder or not rule.only_folders) and rule.fits(path, name):
                last = rule
                break
        return None if last is None else last.ignores

    def _looked_up(self, path: str, name: str) -> Iterator[_Rule]:
        yield from self._names.get(name, ())
        yield from self._paths.get(path, ())
        for length in self._lengths:
            if length > len(name):
                break
            yield from self._endings.get(name[len(name) - length :], ())


@dataclass
class _Rule:
    """One pattern; ``literal`` is how many of its characters stand before the first one that is special."""

    number: int
    ignores: bool
    only_folders: bool
    anchored: bool
    text: str
    literal: int
    _compiled: Sequence[re.Pattern[str] | None] | None = None
    """By the part of the path; None stands for any number of parts."""

    def fits(self, path: str, name: str) -> bool:
        """Return whether it fits a path, or where it is not anchored the name at its end."""
        subject = path if self.anchored else name
        # Git compares what is literal first and matches the rest alone: ``a**/b`` is thereby ``a`` and ``**/b``.
        if not subject.startswith(self.text[: self.literal]):
            return False
        if self._compiled is None:
            try:
                tokens = list(_tokens(self.text[self.literal :]))
            except _NeverFits:
                tokens = [_SLASH, _SLASH]  # no path has an empty part
            self._compiled = _parts(tokens) if self.anchored else (_part(tokens),)
        return _fit(self._compiled, subject[self.literal :].split("/"))


def _without_trailing_spaces(line: str) -> str:
    """Leave out the spaces at the end of a line that no backslash keeps."""
    kept = line.rstrip(" ")
    if len(kept) == len(line):
        return line
    backslashes = len(kept) - len(kept.rstrip("\\"))
    return kept + " " if backslashes % 2 else kept


def _tokens(text: str) -> Iterator[str]:
    """Yield the parts of a pattern: stars, slashes, and for all else a regular expression of one character.

    Raises :class:`_NeverFits`.
    """
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if letter == "*":
            start = at
            while text[at : at + 1] == "*":
                at += 1
            yield _STARS if at > start else _STAR
        elif letter == "/":
            yield _SLASH
        elif letter == "?":
            yield _ANY
        elif letter == "[":
            allowed, at = _bracket(text, at)
            if not allowed:
                raise _NeverFits
            yield f"[{''.join(map(re.escape, sorted(allowed)))}]"
        else:
            if letter == "\\":
                if at == len(text):
                    raise _NeverFits
                letter = text[at]
                at += 1
            yield _SLASH if letter == "/" else re.escape(letter)


def _bracket(text: str, at: int) -> tuple[set[str], int]:
    """Read what stands behind a ``[``; return the characters that fit, and where the pattern goes on."""
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    found: set[str] = set()
    before = ""
    first = True
    while first or text[at : at + 1] != "]":
        first = False
        letter = text[at : at + 1]
        if letter == "-" and before and text[at + 1 : at + 2] not in ("", "]"):
            letter, at = _escaped(text, at + 1)
            found.update(_BYTES[ord(before) : ord(letter) + 1])
            before = ""
            continue
        if letter == "[" and text[at + 1 : at + 2] == ":":
            end = text.find("]", at + 2)
            if end < 0:
                raise _NeverFits
            if end > at + 2 and text[end - 1] == ":":
                belongs = _CLASSES.get(text[at + 2 : end - 1])
                if belongs is None:
                    raise _NeverFits
                found.update(letter for letter in _BYTES[:128] if belongs(letter))
                before, at = "", end + 1
                continue
            letter, at = "[", at + 1
        else:
            letter, at = _escaped(text, at)
        found.add(letter)
        before = letter
    return (set(_BYTES) - found if negated else found) - {"/"}, at + 1


def _escaped(text: str, at: int) -> tuple[str, int]:
    """Read one character in a bracket, which a backslash may quote."""
    if text[at : at + 1] == "\\":
        at += 1
    if at >= len(text):
        raise _NeverFits
    return text[at], at + 1


def _parts(tokens: Sequence[str]) -> Sequence[re.Pattern[str] | None]:
    """Compile a pattern, part by part between its slashes."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == _SLASH:
            parts.append([])
        else:
            parts[-1].append(token)
    return [None if part == [_STARS] else _part(part) for part in parts]


def _part(tokens: Sequence[str]) -> re.Pattern[str]:
    """Compile what stands between two slashes.

    Between stars stand runs of single characters, so what a star takes may be decided at once: the first place where
    the next run fits leaves most to those that follow. Only the last run has to stand at the end.
    """
    runs: list[list[str]] = [[]]
    for token in tokens:
        if token in (_STAR, _STARS):
            runs.append([])
        else:
            runs[-1].append(token)
    first, *rest = ("".join(run) for run in runs)
    if not rest:
        return re.compile(rf"{first}\Z", re.DOTALL)
    *between, last = rest
    middle = "".join(f"(?>.*?{run})" for run in between if run)
    return re.compile(rf"{first}{middle}.*{last}\Z", re.DOTALL)


def _fit(pattern: Sequence[re.Pattern[str] | None], parts: Sequence[str]) -> bool:
    """Return whether parts of a pattern fit those of a path, all of them.

    Between two ``**`` the same holds as between two stars: the first place where the parts fit is as good as any.
    """
    runs: list[list[re.Pattern[str]]] = [[]]
    for part in pattern:
        if part is None:
            runs.append([])
        else:
            runs[-1].append(part)
    first, *rest = runs
    if not rest:
        return len(first) == len(parts) and _fit_at(first, parts, 0)
    *between, last = rest
    at, end = len(first), len(parts) - (len(last) or 1)  # ``a/**`` is what is in a folder, and not the folder
    if not _fit_at(first, parts, 0):
        return False
    for run in between:
        while at <= end and not _fit_at(run, parts, at):
            at += 1
        at += len(run)
    return at <= end and _fit_at(last, parts, end)


def _fit_at(run: Sequence[re.Pattern[str]], parts: Sequence[str], at: int) -> bool:
    return at + len(run) <= len(parts) and all(
        pattern.match(part) is not None for pattern, part in zip(run, parts[at : at + len(run)], strict=True)
    )
