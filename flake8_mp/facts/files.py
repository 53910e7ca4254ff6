"""The files of a project, as they are for the file that is linted at present: looked for, stamped, and read.

The texts that an editor has open stand in the place of the files. What is missing, too large or not a regular file is
unknown.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from flake8_mp.reading import read_regular

K = TypeVar("K")
T = TypeVar("T")

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
_existing: dict[str, bool] = {}
"""Whether there are the files that were looked for for the present one."""
beginnings = 0
"""How often another file was begun with: what was found out before may not hold any more."""
_runs = 0
"""How many runs are going on in which the files are taken for unchanged."""


def begin() -> None:
    """Begin with another file to lint: each file is looked at anew, unless a run takes them for unchanged."""
    if not _runs:
        _forget()


def _forget() -> None:
    global beginnings
    beginnings += 1
    _stamps.clear()
    _existing.clear()


@contextmanager
def unchanged() -> Iterator[None]:
    """Take the files for unchanged within a ``with`` statement: what was found out for one file holds for the next.

    It is for a run over many files that changes none of them; others may, and :func:`has_changed` sees it.
    """
    global _runs
    if not _runs:
        _forget()
    _runs += 1
    try:
        yield
    finally:
        _runs -= 1
        if not _runs:
            _forget()


class Present(Generic[T]):
    """What was found out for the present file: begun anew when another one is begun with, as files may have changed.

    Args:
        make: what makes it, with nothing in it.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._found = make()
        self._beginnings = beginnings

    def get(self) -> T:
        """Return it."""
        if self._beginnings != beginnings:
            self._found, self._beginnings = self._make(), beginnings
        return self._found


def has_changed(path: str) -> bool:
    """Return whether a file is not any more what it was when it was looked at for the present one, or in this run."""
    if path in _stamps:
        return _stamps[path] != _stamp_now(path)
    return path in _existing and _existing[path] != os.path.isfile(path)


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


Known = dict[K, tuple[T, frozenset[str]]]
"""By some key what was found out, and the paths that were looked for to find it."""


def remembered(known: Known[K, T], key: K, find: Callable[[], T]) -> T:
    """Return what is known under a key, or else what ``find`` finds out; either way the answer depends on its files."""
    if key not in known:
        with looked_for() as paths:
            found = find()
        known[key] = found, frozenset(paths)
    found, those = known[key]
    consulted.update(those)
    return found


def exists(path: str) -> bool:
    """Return whether there is a file, without noting that an answer depends on it."""
    if path in unsaved:
        return True
    if path not in _existing:
        _existing[path] = os.path.isfile(path)
    return _existing[path]


def is_file(path: str) -> bool:
    """Return whether there is a file; the answer depends on it."""
    consulted.add(path)
    return exists(path)


def stamp(path: str) -> Stamp:
    """Return what stands for the content of a file: of a text that an editor has, something that changes with it."""
    consulted.add(path)
    if path not in _stamps:
        _stamps[path] = _stamp_now(path)
    return _stamps[path]


def _stamp_now(path: str) -> Stamp:
    if path in unsaved:
        return _UNSAVED, hash(unsaved[path])
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


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
