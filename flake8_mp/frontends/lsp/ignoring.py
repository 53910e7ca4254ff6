"""A code that is ignored in one file: an entry of ``per-file-ignores`` in a pyproject.toml, which keeps its layout."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_mp.configuration import TABLE
from flake8_mp.frontends.lsp.tasks import Task


@dataclass(frozen=True)
class Ignored:
    """The file that changes, and its texts before and after."""

    path: str
    old: str | None
    """None for a file that is not there yet."""
    new: str


@dataclass(frozen=True)
class IgnoreInFile(Task[Ignored | None]):
    """Add a code to ``per-file-ignores`` for a file.

    ``candidates`` are the files of which the nearest with our table is changed, or else the nearest, each with its text
    or None where it is not there yet.
    """

    path: str
    code: str
    candidates: tuple[tuple[str, str | None], ...]

    def run(self) -> Ignored | None:
        """Return what changes; None where nothing does, or no file can be read."""
        chosen = _chosen(self.candidates)
        if chosen is None:
            return None
        where, text = chosen
        new = with_ignore(text or "", pattern_for(self.path, os.path.dirname(where)), self.code)
        return Ignored(where, text, new) if new is not None and new != text else None


def _chosen(candidates: Sequence[tuple[str, str | None]]) -> tuple[str, str | None] | None:
    from flake8_mp.toml import loads

    usable: list[tuple[str, str | None]] = []
    for path, text in candidates:
        try:
            document = loads(text or "")
        except ValueError:
            continue
        if TABLE in document.get("tool", {}):
            return path, text
        usable.append((path, text))
    return usable[0] if usable else None


def pattern_for(path: str, folder: str) -> str:
    """Return the pattern that matches one file only, from the folder of a configuration file.

    One with a slash is compared with whole paths, so that a file of the same name elsewhere is not meant.
    """
    relative = glob.escape(os.path.relpath(path, folder).replace(os.sep, "/"))
    return relative if "/" in relative else f"./{relative}"


def with_ignore(text: str, pattern: str, code: str) -> str | None:
    """Return the text of a pyproject.toml with a code ignored in the files of a pattern, all else as it was.

    None where there is something else in the place of our tables.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Array

    try:
        document = tomlkit.parse(text)
        tool = document.setdefault("tool", tomlkit.table(is_super_table=True))
        table = tool.setdefault(TABLE, tomlkit.table())
        pairs = table.get("per-file-ignores")
        if pairs is None:
            pairs = tomlkit.inline_table() if table else tomlkit.table()
            table["per-file-ignores"] = pairs
            pairs = table["per-file-ignores"]
        codes = pairs.get(pattern)
        if codes is None:
            pairs[pattern] = [code]
        elif isinstance(codes, Array):
            if code not in codes:
                codes.append(code)
        else:
            return None
    except (TOMLKitError, AttributeError, TypeError):
        return None
    return tomlkit.dumps(document)
