"""The files of a project, as they are for the file that is linted at present: looked for, stamped, and read.

The texts that an editor has open stand in the place of the files. What is missing, too large or not a regular file is
unknown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flake8_mp.reading import read_regular

LARGEST = 200_000
"""Files with more bytes are not read."""

unsaved: dict[str, str] = {}
"""The texts that stand in the place of files, by absolute path: what an editor has open and has perhaps not saved.
Whoever has such texts puts them here before a file is linted; nobody else changes them."""

consulted: set[str] = set()
"""Every path that was looked for, whether a file was there or not: what an answer depends on besides the file itself.
Whoever wants to know it clears the set before."""

Stamp = tuple[int, int] | None
"""Time stamp and size of a file, None where there is none: what stands for its content."""
_UNSAVED = -1
"""It stands for the time stamp of a text that an editor has."""

_stamps: dict[str, Stamp] = {}
"""What stands for the files that were looked at for the present one."""
beginnings = 0
"""How often another file was begun with: what was found out before may not hold any more."""


def begin() -> None:
    """Begin with another file to lint: each file is looked at anew."""
    global beginnings
    beginnings += 1
    _stamps.clear()


@contextmanager
def looked_for() -> Iterator[set[str]]:
    """Collect the paths that are looked for within a ``with`` statement, which are consulted like all others."""
    global consulted
    outer, consulted = consulted, set()
    try:
        yield consulted
    finally:
        outer |= consulted
        consulted = outer


def exists(path: str) -> bool:
    """Return whether there is a file, without noting that an answer depends on it."""
    return path in unsaved or os.path.isfile(path)


def is_file(path: str) -> bool:
    """Return whether there is a file; the answer depends on it."""
    consulted.add(path)
    return exists(path)


def stamp(path: str) -> Stamp:
    """Return what stands for the content of a file: of a text that an editor has, something that changes with it."""
    consulted.add(path)
    if path in _stamps:
        return _stamps[path]
    found: Stamp = None
    if path in unsaved:
        found = _UNSAVED, hash(unsaved[path])
    else:
        try:
            status = os.stat(path)
            found = status.st_mtime_ns, status.st_size
        except OSError:
            pass
    _stamps[path] = found
    return found


def read(path: str) -> str | None:
    r"""Return the text of a file with ``\n`` between its lines.

    None where it cannot be read, is larger than :data:`LARGEST`, or is no regular file.
    """
    consulted.add(path)
    if path in unsaved:
        return unsaved[path] if len(unsaved[path]) <= LARGEST else None
    try:
        text = read_regular(path, LARGEST).decode()
    except (OSError, ValueError):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
