"""Pythons and the systems that they run on: which of them a project supports, and their default start methods."""

from __future__ import annotations

import re
from collections.abc import Iterable

PLATFORM_NAMES = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
"""How they are written in sentences."""

OTHER_NAMES = {
    **dict.fromkeys(("darwin", "mac", "osx", "mac os", "mac-os"), "macos"),
    **dict.fromkeys(("win", "win32", "win64", "nt", "cygwin"), "windows"),
    **dict.fromkeys(("posix", "unix", "gnu", "ubuntu", "debian", "manylinux", "freebsd", "bsd"), "linux"),
}
"""What else people write for them: it is understood in complaints only."""

Version = tuple[int, int]
"""A version of Python, such as ``(3, 14)``."""

FORKSERVER_SINCE: Version = (3, 14)
"""The first version whose default is forkserver on Linux."""
_SPAWN_ON_MACOS_SINCE: Version = (3, 8)
_EARLIEST: Version = (3, 8)
"""What is taken for the oldest version where it is not set."""
_LATEST = 99
"""A minor version that is later than all that there are: what has no end reaches it."""


def default_start_method(platform: str, version: Version) -> str:
    """Return the start method that a Python uses on a platform unless the program chooses another.

    Source: "Contexts and start methods" in the documentation of :mod:`multiprocessing`, and its sections on 3.8 and
    3.14.
    """
    if platform == "windows":
        return "spawn"
    if platform == "macos":
        return "spawn" if version >= _SPAWN_ON_MACOS_SINCE else "fork"
    return "forkserver" if version >= FORKSERVER_SINCE else "fork"


def available_start_methods(platform: str) -> tuple[str, ...]:
    """Return the start methods that there are on a platform."""
    return ("spawn",) if platform == "windows" else ("fork", "spawn", "forkserver")


def default_start_methods(
    platforms: Iterable[str], oldest: Version | None = None, newest: Version | None = None
) -> frozenset[str]:
    """Return all start methods that are a default on these platforms, from an oldest to a newest version of Python.

    None means that no version is named.
    """
    first, last = (oldest or _EARLIEST)[1], newest[1] if newest is not None else _LATEST
    return frozenset(
        default_start_method(platform, (3, minor)) for platform in platforms for minor in range(first, last + 1)
    )


_CLAUSE = re.compile(r"(~=|===?|!=|<=|>=|<|>)\s*v?(\d+(?:\.\d+)*)(\.\*)?[\w.+-]*\Z", re.IGNORECASE)
Clause = tuple[str, tuple[int, ...], bool]
"""An operator, the numbers of a version, and whether ``.*`` follows them."""


def supported(specifiers: str) -> tuple[Version | None, Version | None]:
    """Return the oldest and the newest minor version of Python 3 that ``requires-python`` admits.

    ``specifiers`` are those of PEP 440, separated by commas. A minor version counts where one of its releases is
    admitted; of pre-releases only the numbers before their letters count. The oldest is None where 3.0 is admitted, the
    newest where there is no end, and both for what cannot be read or admits no Python 3.
    """
    clauses: list[Clause] = []
    for part in filter(None, map(str.strip, specifiers.split(","))):
        match = _CLAUSE.match(part)
        if match is None:
            return None, None
        clauses.append((match[1], tuple(map(int, match[2].split("."))), match[3] is not None))
    patches = {0, _LATEST}.union(
        patch + step for _, numbers, _ in clauses for patch in numbers[2:3] for step in (-1, 0, 1) if patch + step >= 0
    )
    admitted = [
        minor
        for minor in range(_LATEST + 1)
        if any(all(_admits(clause, (3, minor, patch)) for clause in clauses) for patch in patches)
    ]
    if not admitted:
        return None, None
    first, last = admitted[0], admitted[-1]
    return (3, first) if first else None, (3, last) if last != _LATEST else None


def _admits(clause: Clause, release: tuple[int, int, int]) -> bool:
    operator, numbers, any_after = clause
    padded = (*numbers, 0, 0)[: max(3, len(numbers))]
    begins = release[: len(numbers)] == numbers
    same = begins if any_after else release == padded
    if operator == "~=":
        return release >= padded and release[: len(numbers) - 1] == numbers[:-1]
    if operator in ("==", "==="):
        return same
    if operator == "!=":
        return not same
    compared = {">=": release >= padded, ">": release > padded, "<=": release <= padded, "<": release < padded}
    return compared[operator]


def spoken(version: Version) -> str:
    """Return a version as it is written."""
    return ".".join(map(str, version))
