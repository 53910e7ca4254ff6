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
def seen(rule_stem: str, methods: tuple[str, ...], python: tuple[int, int] | None = None) -> str:
    """Return what happened under each start method, the most frequent first, on the newest Python that is recorded.

    Where something is recorded of the minor version ``python``, it is the newest of that.
    ``rule_stem`` is the name of the rule's module. Of the programs that go wrong those count that do so under the same
    start ``methods`` as what was found, and where there are none all of them. Empty where nothing is recorded or the
    record cannot be read.
    """
    from flake8_mp.selfcheck.record import RecordError, recorded_wrong

    try:
        programs = recorded_wrong(rule_stem)
    except (RecordError, OSError):
        return ""
    versions = {version for outcomes in programs for by_version in outcomes.values() for version in by_version}
    if not versions:
        return ""
    start = f"{python[0]}.{python[1]}." if python is not None else ""
    versions = {version for version in versions if version.startswith(start)} or versions
    newest = max(versions, key=lambda version: [int(part) for part in version.split(".") if part.isdigit()])
    programs = [outcomes for outcomes in programs if _wrong(outcomes, newest) == set(methods)] or programs
    parts = []
    for method in START_METHODS:
        observed = Counter(word for outcomes in programs for word in _telling(outcomes.get(method, {}).get(newest, ())))
        words = sorted(observed, key=lambda word: (-observed[word], word))
        if words:
            more = ", \u2026" if len(words) > _MOST else ""
            parts.append(f"{method}: {', '.join(words[:_MOST])}{more}")
    return f"{'; '.join(parts)} (Python {newest})"


def _wrong(outcomes: Outcomes, version: str) -> set[str]:
    """Return the start methods under which a program was seen to go wrong on a Python."""
    return {method for method, seen in outcomes.items() if set(seen.get(version, ())) - {"ok"}}


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the exit status where something else tells why the program ended with it."""
    return tuple(word for word in words if not word.startswith("exit=")) or words
