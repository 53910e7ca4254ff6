"""Which rules the user's words are about: an index of their pages, of their programs and of symptoms."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log

from flake8_mp.explain import bad_programs
from flake8_mp.frontends.explaining.symptoms import Symptom, empty_words, symptoms
from flake8_mp.pages import summary
from flake8_mp.rule import Rule, all_rules
from flake8_mp.selfcheck.record import recorded_errors

_NAME, _SUMMARY, _MESSAGE, _PAGE, _PROGRAM = 5.0, 4.0, 3.0, 2.0, 1.0
"""What a word counts by where it stands: in the name of a rule, in the first sentence of its page, in its message, in
the rest of the page; and in what is said about its programs, or in what these have said."""
_SYMPTOM = 10.0
"""What a symptom counts that says all that was asked."""
_VERBATIM = 3.0
"""What it counts that the question stands in a page, or in an error of a program, word for word."""
_ALREADY = 0.3
"""Which part of its worth a word keeps that a symptom has counted already."""
_COVERED, _COVERED_BY_SYMPTOM = 0.55, 0.35
"""So much of the weight of its words a question must share with a rule; and with one that a symptom speaks for."""
_UNKNOWN = 3.0
"""As many rules have a word that none has, when its weight is calculated: most are not about the matter."""

_WORD = re.compile(r"[a-z0-9_]+(?:'[a-z]+)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SUFFIX = re.compile(r"(?:ability|able|ing|ed|es|s|e)$")


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters and without their endings."""
    text = text.lower().replace("\u2019", "'").replace("can't", "cannot").replace("can not", "cannot")
    return [stem(word) for word in _WORD.findall(text)]


@cache
def stem(word: str) -> str:
    """Return a word without the ending that it is inflected by, roughly: ``pickl`` of ``pickled`` and ``pickling``."""
    if len(word) <= 3 or not word.isalpha() or word.endswith(("ss", "us")):
        return word
    shorter = _SUFFIX.sub("", word)
    if len(shorter) < 3:
        return word
    if word.endswith(("ing", "ed")) and len(shorter) > 3 and shorter[-1] == shorter[-2] and shorter[-1] not in "lsz":
        return shorter[:-1]
    return shorter


@dataclass
class _Entry:
    """What is known of a rule."""

    weights: dict[str, float] = field(default_factory=dict)
    """What a word counts."""
    text: str = ""
    """All words of its page and of its programs' errors, in order."""

    def add(self, text: str, weight: float) -> None:
        parts = f"{text} {_CAMEL.sub(' ', text).replace('_', ' ')}"
        for word in words(parts):
            if self.weights.get(word, 0.0) < weight:
                self.weights[word] = weight


@cache
def _index() -> dict[str, _Entry]:
    return {rule.code: _entry(rule) for rule in all_rules()}


def _entry(rule: Rule) -> _Entry:
    entry = _Entry()
    page = inspect.getdoc(rule) or ""
    entry.add(rule.name.replace("-", " "), _NAME)
    entry.add(summary(rule), _SUMMARY)
    entry.add(re.sub(r"\{\w*\}", "", rule.message), _MESSAGE)
    entry.add(page, _PAGE)
    phrases = [page]
    for fixture in bad_programs()[rule.code]:
        entry.add(f"{fixture.docstring} {' '.join(fixture.needs)}", _PROGRAM)
        for texts in recorded_errors(fixture).values():
            for text in texts:
                entry.add(text, _PROGRAM)
                phrases.append(text)
    entry.text = f" {' '.join(word for text in phrases for word in words(text))} "
    return entry


@cache
def _empty_words() -> frozenset[str]:
    """Return the stop words, which say nothing about what is meant, without their endings too."""
    return empty_words() | {stem(word) for word in empty_words()}


@cache
def _rarity(word: str) -> float:
    """Return the weight of a word: the more, the fewer rules have it."""
    index = _index()
    having = sum(1 for entry in index.values() if word in entry.weights)
    return log(1 + len(index) / (having or _UNKNOWN))


@cache
def _phrases() -> list[tuple[tuple[str, ...], Symptom]]:
    """Return the phrases of the symptoms, as words."""
    return [(tuple(words(phrases)), symptom) for symptom in symptoms() for phrases in symptom.phrases]


def known_words() -> list[str]:
    """Return what people may have meant who write something like it: the symptoms."""
    return [phrases for symptom in symptoms() for phrases in symptom.phrases]


def search(question: str) -> dict[str, float]:
    """Return how well the rules fit a question in words, by their codes; without those that do not.

    Raises :class:`RecordError` and :class:`FixtureError` for a package that is damaged.
    """
    asked = words(question)
    informative = list(dict.fromkeys(word for word in asked if len(word) > 1 and word not in _empty_words()))
    total = sum(map(_rarity, informative))
    by_symptom = _by_symptom(asked, informative)
    scores: dict[str, float] = {}
    for code, entry in _index().items():
        is_covered, phrases = by_symptom.get(code, (0.0, frozenset()))
        matched = sum(_rarity(word) for word in informative if word in phrases or word in entry.weights)
        verbatim = len(asked) > 1 and bool(informative) and f" {' '.join(asked)} " in entry.text
        needed = (_COVERED_BY_SYMPTOM if phrases else _COVERED) * total
        if not verbatim and (not total or matched < needed) and not _all_matched(asked, phrases):
            continue
        by_word = sum(
            _rarity(word) * entry.weights.get(word, 0.0) * (_ALREADY if word in phrases else 1.0)
            for word in informative
        )
        scores[code] = is_covered + (by_word / total if total else 0.0) + _VERBATIM * verbatim
    return scores


def _by_symptom(asked: Sequence[str], informative: Iterable[str]) -> dict[str, tuple[float, frozenset[str]]]:
    """Return what the symptoms in a question count for a rule, by code, and the words that they consist of."""
    found: dict[str, tuple[float, frozenset[str]]] = {}
    wanted = {*informative} or {*asked}
    for phrase, symptom in _phrases():
        if not _in_order(phrase, asked):
            continue
        covered = len(wanted.intersection(phrase)) / len(wanted)
        for code, weight in symptom.weights().items():
            worth = _SYMPTOM * weight * (covered + 0.02 * len(phrase))
            before, phrases = found.get(code, (0.0, frozenset()))
            found[code] = max(before, worth), phrases | frozenset(phrase)
    return found


def _all_matched(asked: Sequence[str], phrases: frozenset[str]) -> bool:
    return bool(phrases) and all(word in phrases or word in _empty_words() for word in asked)


def _in_order(phrase: Sequence[str], asked: Sequence[str]) -> bool:
    """Return whether a question has the words of a phrase one after the other, whatever stands between them."""
    rest = iter(asked)
    return bool(phrase) and all(word in rest for word in phrase)
