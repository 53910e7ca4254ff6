"""Where a line of a pyproject.toml stands, as far as can be found out while it is typed and does not parse."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flake8_mp.configuration import TABLE
from flake8_mp.frontends.lsp.text import Text

_HEADER = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:([A-Za-z0-9_-]+)|\"([^\"]*)\"|'([^']*)')\s*=")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST = 200  # lines that are looked at for where an array begins


@dataclass(frozen=True)
class TomlPlace:
    """A place in one of our tables."""

    table: str
    """What follows ``tool.flake8_mp`` in the name of the table: mostly nothing, or ``severity``."""
    key: str | None
    """The key whose value the place is in; None where a key is to be written."""


def table_of(text: Text, line: int) -> str | None:
    """Return what follows ``tool.flake8_mp`` in the name of the table that a line is in; None for other tables."""
    for number in range(min(line, len(text.lines) - 1), -1, -1):
        match = _HEADER.match(text.line(number))
        if match is not None and number < line:
            name = [part.strip().strip("\"'") for part in match[1].split(".")]
            return ".".join(name[2:]) if name[:2] == ["tool", TABLE] else None
    return None


def in_our_table(text: Text, line: int) -> bool:
    """Return whether a line is in ``[tool.flake8_mp]`` or a table below it."""
    return table_of(text, line) is not None


def place_at(text: Text, line: int, column: int) -> TomlPlace | None:
    """Return what is written at a place; None where it is not in a table of ours, or in a comment."""
    table = table_of(text, line)
    before = text.line(line)[:column]
    if table is None or "#" in _STRING.sub("", before):
        return None
    depth = 0
    for number in range(line, max(line - _MOST, -1), -1):
        current = before if number == line else text.line(number)
        bare = _STRING.sub("", current).partition("#")[0]
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
        match = _KEY.match(current)
        if match is not None and (number == line or depth > 0):
            return TomlPlace(table, next(group for group in match.groups() if group is not None))
        if _HEADER.match(current):
            break
    return TomlPlace(table, None)
