"""What the programs behind a rule were seen to do when they were run."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from flake8_mp.settings import START_METHODS

if TYPE_CHECKING:
    from flake8_mp.selfcheck.record import Outcomes

_MOST = 3
"""So many outcomes are named for a start method."""


@cache
def seen(rule_stem: str, methods: tuple[str, ...], python: tuple[int, int, int]) -> str:
    """Return what happened under each start method, the most frequent first, on one minor version of Python.

    ``rule_stem`` is the name of the rule's module, ``python`` the release that the user has: where nothing is recorded
    of it, the newest that is recorded is shown, and named. Of the programs that go wrong those count that do so under
    the same start ``methods`` as what was found, and where there are none all of them: that these work under one of the
    methods says nothing of what was found, and is left out. Empty where nothing is recorded
    or the record cannot be read.
    """
    from flake8_mp.selfcheck.record import RecordError, minor, on, recorded_wrong

    try:
        programs = recorded_wrong(rule_stem)
    except (RecordError, OSError):
        return ""
    versions = {version for outcomes in programs for by_version in outcomes.values() for version in by_version}
    if not versions:
        return ""
    release = ".".join(map(str, python))
    own = minor(release)
    chosen = own if own in versions else minor(max(versions, key=_numbers))
    asked = release if chosen == own else chosen
    alike = [outcomes for outcomes in programs if _goes_wrong(outcomes, asked) == set(methods)]
    programs = alike or programs
    parts = []
    for method in START_METHODS:
        observed = Counter(
            word for outcomes in programs for word in _informative(on(asked, outcomes.get(method, {})) or ())
        )
        words = sorted(observed, key=lambda word: (-observed[word], word))
        if words and (alike or method not in methods or words != ["ok"]):
            more = ", \u2026" if len(words) > _MOST else ""
            parts.append(f"{method}: {', '.join(words[:_MOST])}{more}")
    elsewhere = "" if chosen == own else f", and not on {own}"
    return f"{'; '.join(parts)} (on Python {chosen}{elsewhere})"


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]


def _goes_wrong(outcomes: Outcomes, version: str) -> set[str]:
    """Return the start methods under which a program was seen to go wrong on a Python."""
    from flake8_mp.selfcheck.record import on

    return {method for method, seen in outcomes.items() if set(on(version, seen) or ()) - {"ok"}}


def _informative(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the exit status where something else says why the program ended with it."""
    return tuple(word for word in words if not word.startswith("exit=")) or words
