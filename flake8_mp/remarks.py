"""What stands behind a message on one line: where it happens, and under which start methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flake8_mp.settings import START_METHODS

HAPPENS_THERE = "this is where it happens"
"""The words about the related place of what happens in another file than the one in which it is reported."""


def remarks(methods: Sequence[str], related: Iterable[tuple[str, int, str]]) -> str:
    """Return what stands in parentheses behind a message on one line, after a space; nothing where there is no need.

    That is the file in which it happens, if it is not that of the finding, and the start methods, if they are not all.
    ``related`` are the other places: path, line and words.
    """
    said = [f"in {_short(path)}:{line}" for path, line, words in related if words == HAPPENS_THERE and path][:1]
    if methods and set(methods) != set(START_METHODS):
        said.append(f"under {' and '.join(methods)}")
    return f" ({', '.join(said)})" if said else ""


def _short(path: str) -> str:
    """Return the name of a file, with its folder where the name alone says nothing."""
    *_, folder, name = ("", *re.split(r"[\\/]", path))
    return name if name not in ("__init__.py", "__main__.py") else f"{folder}/{name}"
