"""What the programs behind a rule were seen to do when they were run."""

from __future__ import annotations

from collections import Counter
from functools import cache

from flake8_mp.settings import START_METHODS

_MOST = 3
"""So many outcomes are named for a start method."""


@cache
def seen(rule_stem: str) -> str:
    """Return what happened under each start method, the most frequent first, on the newest Python that is recorded.

    ``rule_stem`` is the name of the rule's module. Only programs that go wrong count, though few go wrong under each
    start method. Empty where nothing is recorded or the record cannot be read.
    """
    from flake8_mp.selfcheck.record import RecordError, recorded_wrong

    try:
        programs = recorded_wrong(rule_stem)
    except (RecordError, OSError):
        return ""
    versions = {version for outcomes in programs for by_version in outcomes.values() for version in by_version}
    if not versions:
        return ""
    newest = max(versions, key=lambda version: [int(part) for part in version.split(".") if part.isdigit()])
    parts = []
    for method in START_METHODS:
        observed = Counter(word for outcomes in programs for word in _telling(outcomes.get(method, {}).get(newest, ())))
        words = sorted(observed, key=lambda word: (-observed[word], word))
        if words:
            more = ", \u2026" if len(words) > _MOST else ""
            parts.append(f"{method}: {', '.join(words[:_MOST])}{more}")
    return f"{'; '.join(parts)} (Python {newest})"


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the exit status where something else tells why the program ended with it."""
    return tuple(word for word in words if not word.startswith("exit=")) or words
