"""Symptoms: what people say when a program goes wrong, and the rules that may be behind it.

They stand in ``symptoms.toml``. Which other rules have programs that were seen to go wrong in the same way is taken
from the record.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flake8_mp.explain import bad_programs
from flake8_mp.selfcheck.record import recorded

PATH = Path(__file__).with_name("symptoms.toml")

_STEP = 0.05
"""So much less a rule counts than the one that is named before it for the same symptom."""
_SEEN = 0.5
"""What a rule counts that is not named for it, if every one of its programs shows the symptom."""


@dataclass(frozen=True)
class Symptom:
    """One way in which a program goes wrong, as users see it."""

    phrases: tuple[str, ...]
    """Phrases."""
    rules: tuple[str, ...]
    """The codes of the rules that may be behind it, the most frequent first."""
    seen: frozenset[str] = frozenset()
    """Words for outcomes (``selfcheck.outcome``) that the programs of these rules were recorded with."""

    def weights(self) -> dict[str, float]:
        """Return how much it speaks for a rule, by code: 1 for the first."""
        found = {code: _SEEN * share for code, share in shares(self.seen).items()} if self.seen else {}
        return found | {code: 1 - _STEP * place for place, code in enumerate(self.rules)}


@cache
def symptoms(path: Path = PATH) -> tuple[Symptom, ...]:
    """Return the symptoms that are known."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))["symptom"]
    return tuple(
        Symptom(tuple(each["phrases"]), tuple(each["rules"]), frozenset(each.get("seen", ()))) for each in read
    )


@cache
def empty_words(path: Path = PATH) -> frozenset[str]:
    """Return the stop words, which say nothing about what is meant."""
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["empty"].split())


def shares(words: frozenset[str]) -> dict[str, float]:
    """Return which part of its programs that go wrong was seen to do so with one of some outcomes, by code of rule.

    Rules without such a program are left out. Raises :class:`RecordError` where the record cannot be read.
    """
    found: dict[str, float] = {}
    for code, seen in _seen().items():
        if count := sum(1 for each in seen if each & words):
            found[code] = count / len(seen)
    return found


@cache
def _seen() -> dict[str, list[frozenset[str]]]:
    """Return the words for what each program was seen to do, by the code of its rule."""
    return {
        code: [_words(outcomes) for fixture in fixtures if (outcomes := recorded(fixture))]
        for code, fixtures in bad_programs().items()
    }


def _words(outcomes: dict[str, dict[str, tuple[str, ...]]]) -> frozenset[str]:
    return frozenset(word for seen in outcomes.values() for words in seen.values() for word in words)
