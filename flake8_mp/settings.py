"""What the user asks for: one immutable object, whatever frontend it came from."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

START_METHODS = ("fork", "spawn", "forkserver")
"""Every start method of :mod:`multiprocessing`, in the order in which they are shown."""

PLATFORMS = ("linux", "macos", "windows")
"""The systems that programs may run on; ``linux`` stands for every POSIX system but macOS."""

ALL = "MP"
"""The prefix of every code; selecting it asks for this linter, not for each of its opt-in rules."""


SEVERITIES = ("error", "warning", "info")
"""How grave a finding is: goes wrong when it is run; only sometimes, or in a way that is often meant; an opinion."""


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the text names the key and the cause."""


@dataclass(frozen=True)
class Settings:
    """The choices that decide what is reported.

    ``start_methods`` are those that the user's programs may run under; ``enable`` holds the codes (or
    prefixes of codes) of opt-in rules that are wanted; ``target_version`` is the oldest Python that the
    code must run on, or None where it is not known. ``select`` and ``ignore`` hold codes and prefixes too; a ``select``
    of None means every rule that is on. ``per_file_ignores`` pairs a pattern (see :func:`matches`) with the codes that
    are ignored in the files which it matches, ``extend_per_file_ignores`` more of them. ``platforms`` are the systems
    that the programs run on. What breaks under one of the start methods in ``not_under`` too is not reported.

    Raises :class:`SettingsError` where a value makes no sense.
    """

    start_methods: frozenset[str] = frozenset(START_METHODS)
    enable: frozenset[str] = frozenset()
    target_version: tuple[int, int] | None = None
    select: frozenset[str] | None = None
    extend_select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    extend_ignore: frozenset[str] = frozenset()
    per_file_ignores: tuple[tuple[str, frozenset[str]], ...] = ()
    extend_per_file_ignores: tuple[tuple[str, frozenset[str]], ...] = ()
    platforms: frozenset[str] = frozenset(PLATFORMS)
    not_under: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted(self.start_methods - set(START_METHODS))
        if unknown:
            raise SettingsError(
                f"start-methods: {unknown[0]!r} is not a start method"
                f"{did_you_mean(unknown[0], START_METHODS) or '; choose from ' + ', '.join(START_METHODS)}"
            )
        if not self.start_methods:
            raise SettingsError(f"start-methods: name at least one of {', '.join(START_METHODS)}")
        _check_platforms(self.platforms)
        check_codes("enable", self.enable)
        check_codes("select", self.select or ())
        check_codes("extend-select", self.extend_select)
        check_codes("ignore", self.ignore)
        check_codes("extend-ignore", self.extend_ignore)
        for _, codes in self.per_file_ignores:
            check_codes("per-file-ignores", codes)
        for _, codes in self.extend_per_file_ignores:
            check_codes("extend-per-file-ignores", codes)

    def reports(self, methods: frozenset[str]) -> bool:
        """Return whether what breaks under these start methods is reported."""
        return bool(methods & self.start_methods) and not methods & self.not_under

    def enables(self, code: str, default: bool) -> bool:
        """Return whether a rule is on: by default, or named (or its prefix named) in ``enable`` or a selection.

        Plain ``MP`` in a selection is how people ask for this linter, not for each of its rules.
        """
        if default or any(map(code.startswith, self.enable)):
            return True
        return any(len(prefix) > len(ALL) and code.startswith(prefix) for prefix in self._selected)

    def wants(self, code: str, default: bool = True) -> bool:
        """Return whether findings of a rule are reported; of two prefixes that fit the longer one wins, as in flake8"""
        if not self.enables(code, default):
            return False
        selected = _longest(code, self._selected)
        if self.select is not None and not selected:
            return False
        ignored = _longest(code, self.ignore | self.extend_ignore)
        return not ignored or selected > ignored

    def ignores(self, code: str, path: str) -> bool:
        """Return whether findings of a code are ignored in this file."""
        return any(
            any(map(code.startswith, codes)) and matches(path, [pattern])
            for pattern, codes in self.per_file_ignores + self.extend_per_file_ignores
        )

    @property
    def _selected(self) -> frozenset[str]:
        return (self.select or frozenset()) | self.extend_select


def _check_platforms(platforms: frozenset[str]) -> None:
    unknown = sorted(platforms - set(PLATFORMS))
    if unknown:
        hint = "; choose from " + ", ".join(PLATFORMS)
        raise SettingsError(f"platforms: {unknown[0]!r} is not a platform{meant_platform(unknown[0]) or hint}")
    if not platforms:
        raise SettingsError(f"platforms: name at least one of {', '.join(PLATFORMS)}")


def meant_platform(word: str) -> str:
    """Return the end of a complaint about a platform that is not known, or nothing."""
    from flake8_mp.pythons import OTHER_NAMES

    other = OTHER_NAMES.get(word.lower().rstrip("0123456789.") if word.lower() not in OTHER_NAMES else word.lower())
    return f"; did you mean {other}?" if other else did_you_mean(word, PLATFORMS)


def _longest(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)


def check_codes(key: str, codes: Iterable[str], hint: str = "") -> None:
    """Refuse what is no code and no prefix of one; ``hint`` says what was probably meant.

    Raises :class:`SettingsError`, which names the key.
    """
    for code in sorted(codes):
        if re.fullmatch(r"MP[0-9]{0,3}", code) is None:
            hint = hint or "; write one like MP101 or a prefix like MP3"
            raise SettingsError(f"{key}: {code!r} is not a code{hint}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a complaint about a word that is not known: what is near, or nothing."""
    from difflib import get_close_matches

    by_lower = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), by_lower, 1)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Return whether a file, or a folder above it, is meant by one of the patterns.

    A pattern with a slash is compared with the whole absolute path and those of the folders above. Another is compared
    with the file's name, and with the names of its folders below the current directory: what lies above that is not
    the project's. The former are absolute by the time they come here.
    """
    from flake8_mp.paths import below, is_path, names_in

    path = os.path.abspath(path)
    names = names_in(below(path, os.getcwd()) or os.path.basename(path))
    for pattern in patterns:
        if not is_path(pattern):
            if any(fnmatch.fnmatch(name, pattern) for name in names):
                return True
            continue
        above = path
        while True:
            if fnmatch.fnmatch(above, pattern):
                return True
            if above == (above := os.path.dirname(above)):
                break
    return False
