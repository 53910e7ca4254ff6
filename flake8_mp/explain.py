"""Which rules explain an error: those whose programs were seen to fail with it.

Nothing is known here about any error: what is said comes from the record of what the programs behind the rules did when
they were run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache

from flake8_mp.pages import evidence
from flake8_mp.rule import Rule, all_rules
from flake8_mp.selfcheck.fixture import Fixture
from flake8_mp.selfcheck.outcome import normal
from flake8_mp.selfcheck.record import Errors, recorded, recorded_errors

MOST = 5
"""So many rules are named for an error."""
CLOSE = 0.72
"""A text is the same as a recorded one when so much of it is."""
EARLIER = 0.6
"""What an error counts that stands above the last one: often the one of the child, which is the cause."""
_NAME_ALONE = 0.5
"""What it counts that a program ended with an exception of that name, where the text is not recorded."""
_PART = 2
"""So many words of a message, in this order, distinguish it from others."""
_FAR_BEHIND = 0.6
"""Rules that are so much less close than the best are not named."""

_LONGEST, _WIDEST, _BELOW, _ERRORS = 1_000_000, 2_000, 50, 50
"""So many characters of a text are read, from its end; so many of a line; so many lines below the name of an error; and
so many different errors, the last ones. What is recorded of an error is far shorter."""

_ERROR = re.compile(r"^(?:[A-Za-z_]\w*\.)*([A-Z]\w*)(?:: ?(.*))?$")
_WARNING = re.compile(r"^(?:\S.*:\d+: )?(?:[A-Za-z_]\w*\.)*([A-Z]\w*Warning): (.*)$")
_LIKE_ONE = re.compile(r"(?:Error|Exception|Warning|Interrupt|Exit|Pool|Empty|Full|Iteration)$")
"""How the names of exceptions end; after a traceback it is any name."""
_MARGIN = re.compile(r"^[\s|+>]*")
_FRAME = re.compile(r'^(?:File "|Traceback \(|~+|\^+|"""|During handling|The above exception)')
_WORD = re.compile(r"[\w<>*.]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class ErrorText:
    """One error of a text: the bare name of the exception, empty where there is none, and its message."""

    name: str
    text: str
    """Without what differs from program to program (``outcome.normal``)."""
    weight: float = 1.0
    words: str = field(default="", compare=False)
    """As it was written."""


@dataclass
class Match:
    """A rule that explains an error, and the programs that show it."""

    rule: Rule
    closeness: float = 0.0
    """How close the best of the recorded errors comes, summed over the errors of the text."""
    programs: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    """By the key of a program, the start methods and the Pythons under which it was seen to give that error."""
    of: int = 0
    """How many programs the rule has that go wrong and were recorded."""
    by_name: bool = False
    """Whether only the name of the exception fits, since the text is not recorded."""

    @property
    def rank(self) -> tuple[float, float, int, str]:
        """What matches are ordered by: how close, then how often, then how many, then by code."""
        return -round(self.closeness, 1), -len(self.programs) / max(self.of, 1), -len(self.programs), self.rule.code


def errors_in(text: str) -> list[ErrorText]:
    """Return the errors of a pasted text, the last one first: it counts most, those above it less.

    Takes whole tracebacks, of several processes too, a last line alone, or a message without the name of its
    exception.
    """
    lines = [_MARGIN.sub("", line[:_WIDEST]).rstrip() for line in text[-_LONGEST:].splitlines()]
    found: list[ErrorText] = []
    for number, line in enumerate(lines):
        match = _WARNING.match(line) or _ERROR.match(line)
        if match is None or match[1] == "RemoteTraceback" or not (_LIKE_ONE.search(match[1]) or "Traceback" in text):
            continue
        error = match[2] or _below(lines[number + 1 : number + 1 + _BELOW])
        found.append(ErrorText(match[1], _patterned(error), words=f"{match[1]}: {error}".rstrip(": ")))
    if not found:
        rest = " ".join(line for line in lines if line and not _FRAME.match(line))[:_WIDEST]
        return [ErrorText("", _patterned(rest), words=rest)] if rest else []
    unique = list(dict.fromkeys(reversed(found)))[:_ERRORS]
    return [replace(error, weight=1.0 if number == 0 else EARLIER) for number, error in enumerate(unique)]


def _below(lines: Sequence[str]) -> str:
    """Return the text of an error that begins on the line below its name, up to its first gap."""
    error: list[str] = []
    for line in lines:
        if line and (_ERROR.match(line) or _FRAME.match(line)):
            break
        if not line and error:
            break
        if line:
            error.append(line)
    return " ".join(error)


def _patterned(text: str) -> str:
    return normal(f"E: {text}").partition(":")[2].strip()


def matches(text: str, rules: Iterable[Rule] | None = None, most: int = MOST) -> list[Match]:
    """Return the rules that explain an error, the best first; none where no program gave an error like it.

    ``rules`` are all of them unless given, ``most`` is how many are returned. Raises :class:`RecordError` where the
    record cannot be read.
    """
    asked = [error for error in errors_in(text) if error.name or _LETTER.search(error.text)]
    found: list[Match] = []
    for rule in all_rules() if rules is None else rules:
        match = _match(rule, asked)
        if match.programs:
            found.append(match)
    found.sort(key=lambda match: match.rank)
    best = max((match.closeness for match in found), default=0.0)
    exact = [match for match in found if not match.by_name]
    return [match for match in exact or found if match.closeness >= _FAR_BEHIND * best][:most]


@cache
def bad_programs() -> dict[str, tuple[Fixture, ...]]:
    """Return the programs that go wrong, by the code of their rule; read once.

    Raises :class:`FixtureError` where they are missing or malformed.
    """
    return {rule.code: tuple(evidence(rule, "bad")) for rule in all_rules()}


def _match(rule: Rule, asked: Sequence[ErrorText]) -> Match:
    bad = bad_programs().get(rule.code, ())
    match = Match(rule, of=sum(1 for fixture in bad if recorded(fixture)))
    best: dict[ErrorText, float] = {}
    for fixture in bad:
        texts = recorded_errors(fixture)
        for error in asked:
            if texts:
                close, methods, pythons = _closest(error, texts)
            else:  # a record that was made before texts were kept: the name of the exception is all that there is
                close, methods, pythons = _by_word("leak" if "leaked" in error.text else error.name, fixture)
            if not close and error.name.endswith("Warning"):  # of warnings the category alone is recorded
                close, methods, pythons = _by_word(f"warns={error.name}", fixture)
            if not close:
                continue
            match.by_name = match.by_name or not texts
            best[error] = max(best.get(error, 0.0), close)
            methods_before, pythons_before = match.programs.get(fixture.key, (frozenset(), frozenset()))
            match.programs[fixture.key] = (methods_before | methods, pythons_before | pythons)
    match.closeness = sum(close * error.weight for error, close in best.items())
    return match


def _closest(error: ErrorText, texts: Errors) -> tuple[float, frozenset[str], frozenset[str]]:
    """Return how close the recorded errors of a program come, and the start methods and Pythons of the closest."""
    best, methods, pythons = 0.0, set[str](), set[str]()
    for method, by_text in texts.items():
        for text, versions in by_text.items():
            close = closeness(error, text)
            if close > best + 0.02:
                best, methods, pythons = close, {method}, set(versions)
            elif close and close > best - 0.02:
                methods.add(method)
                pythons.update(versions)
    return best, frozenset(methods), frozenset(pythons)


def _by_word(wanted: str, fixture: Fixture) -> tuple[float, frozenset[str], frozenset[str]]:
    """Go by a word for what was seen, where its text is not recorded."""
    seen = [
        (method, version)
        for method, by_version in recorded(fixture).items()
        for version, words in by_version.items()
        if wanted in words
    ]
    if not wanted or not seen:
        return 0.0, frozenset(), frozenset()
    return _NAME_ALONE, frozenset(method for method, _ in seen), frozenset(version for _, version in seen)


def closeness(error: ErrorText, recorded_text: str) -> float:
    """Return how close an error is to a recorded one: 1 where they are the same, 0 where they have too little."""
    name, _, text = recorded_text.partition(":")
    text = text.strip()
    if error.name and error.name != name:
        return 0.0
    if name == "AssertionError" and not (error.text and text):
        return 0.0  # an assertion without a message is the program's own: those of the library have one
    if error.text == text:
        return 1.0
    if not error.text or not text:
        return 0.0 if error.text else _NAME_ALONE
    ours, theirs = _WORD.findall(error.text), _WORD.findall(text)
    if not error.name and len(ours) >= _PART and f" {' '.join(ours)} " in f" {' '.join(theirs)} ":
        return 1.0
    ratio = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    return ratio if ratio >= CLOSE else 0.0
