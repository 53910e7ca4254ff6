"""Paths, compared as the system does: on Windows, case does not matter and both slashes separate."""

from __future__ import annotations

import os


def below(path: str, folder: str) -> str | None:
    """Return the part of a path below a folder; None where it does not lie below it. Both are absolute."""
    start = folder.rstrip(os.sep) + os.sep
    return path[len(start) :] if os.path.normcase(path).startswith(os.path.normcase(start)) else None


def names_in(path: str) -> list[str]:
    """Split a path, or the rest of one, into its names."""
    return (path.replace(os.altsep, os.sep) if os.altsep else path).split(os.sep)


def is_path(pattern: str) -> bool:
    """Return whether a pattern is compared with whole paths, and not with names: it has a separator."""
    return len(names_in(pattern)) > 1 or "/" in pattern
