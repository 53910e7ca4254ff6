"""The simplest program that shows what a rule is about: what it did when it was run, and what fixes it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flake8_mp.engine import lint
from flake8_mp.fixers import fixable_codes
from flake8_mp.frontends.explaining.listing import Line, changes, likeness, listing, shown
from flake8_mp.pages import evidence
from flake8_mp.rule import Finding, Rule
from flake8_mp.selfcheck.fixture import Fixture, Source
from flake8_mp.selfcheck.record import minor, on, recorded, recorded_errors
from flake8_mp.settings import START_METHODS, Settings

_LONG = 24
"""So many lines of a program are shown whole."""
_LIKE = 0.45
"""A program that works is shown by what differs, where so much of it is the same; else as it stands."""
_WORKS, _UNFIXED, _SHORTER, _CUT = 2, 6, 0.5, 10
"""What is worth how many lines less: that it goes wrong under one start method more; that its rule has a fixer, and
that fixes it; else that one line less shows how it works; and that it need not be cut."""
_TOO_LONG = 18
"""Of a longer program that works, only what it does is shown."""


@dataclass(frozen=True)
class Seen:
    """What happened under some start methods."""

    methods: tuple[str, ...]
    words: tuple[str, ...]
    """As they are recorded: ``ok``, ``hang``, the names of exceptions … (``selfcheck.outcome``)."""
    errors: tuple[str, ...] = ()
    """What the errors said, without what differs from run to run."""

    @property
    def text(self) -> str:
        """What happened, in words."""
        return "; ".join(_in_words(self.words, self.errors))


@dataclass(frozen=True)
class Change:
    """What fixes the program."""

    lines: tuple[Line, ...]
    title: str
    """What the fixer does, in the imperative; empty where there is no fixer, or it leaves this program alone."""
    option: str = ""
    """The options of the check that do it."""
    diff: str = ""
    """What the fixer changes, as a unified diff of the program as it is."""
    program: Fixture | None = None
    """The program that works, where that is what is shown; without lines where it is long."""


@dataclass(frozen=True)
class Example:
    """A program that goes wrong, and what is known of it."""

    fixture: Fixture
    source: Source
    """The file of it in which something is reported."""
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    """What the rule says about it."""
    python: str
    """The minor version of Python that the outcomes are of; empty where none are recorded."""
    asked: str
    """The minor version that the user has."""
    seen: tuple[Seen, ...]
    change: Change | None


def example(rule: Rule, python: Sequence[int]) -> Example | None:
    """Return the simplest program that goes wrong on this release of Python; None if there is none.

    Raises :class:`FixtureError` and :class:`RecordError` for a package that is damaged.
    """
    release = ".".join(map(str, python[:3]))
    fixture = simplest(rule, release)
    if fixture is None:
        return None
    marked = [source for source in fixture.sources if any(rule.code in codes for _, codes in source.errors)]
    source = marked[0] if marked else fixture.sources[0]
    settings = Settings(enable=frozenset({rule.code}))
    found = sorted(lint(source.text, str(source.path), settings), key=lambda finding: finding.span)
    findings = tuple(finding for finding in found if finding.code == rule.code)
    lines = tuple(listing(source.text, (finding.span for finding in findings), _LONG))
    version, seen = observed(fixture, release)
    return Example(fixture, source, lines, findings, version, minor(release), seen, _change(rule, fixture))


def simplest(rule: Rule, release: str) -> Fixture | None:
    """Return the shortest of a rule's programs that runs on this release of Python without further packages.

    It needs nothing that has to be installed, is one file, goes wrong there, and is fixed if any is.
    """
    programs = evidence(rule, "bad")
    plain = [fixture for fixture in programs if _is_plain(fixture, release)]

    def effort(fixture: Fixture) -> tuple[float, str]:
        wrong = {method for seen in observed(fixture, release)[1] if seen.words != ("ok",) for method in seen.methods}
        lines = len([line for line in shown(fixture.sources[0].text).values() if line.strip()])
        lines += _CUT if lines > _LONG else 0
        lines += _WORKS * (len(START_METHODS) - len(wrong))
        if fixture.key in _fixed_programs():
            return lines, fixture.key
        change = _good(rule, fixture)
        lines += _UNFIXED * (rule.code in fixable_codes())
        return lines + _SHORTER * (len(change.lines) or 2 * _TOO_LONG if change else 2 * _TOO_LONG), fixture.key

    return min(plain or programs, key=effort, default=None)


def _is_plain(fixture: Fixture, release: str) -> bool:
    version, seen = observed(fixture, release)
    wrong = any(each.words != ("ok",) for each in seen)
    unusual = fixture.needs or fixture.args or fixture.flags or fixture.run_as != "script"
    return bool(
        wrong and fixture.errors and not unusual and fixture.path.is_file() and version == _recorded_for(release)
    )


@cache
def _fixed_programs() -> frozenset[str]:
    """Return the programs that were seen to work when fixers had fixed them."""
    from flake8_mp.frontends.fixed_programs import RECORD

    return frozenset(json.loads(RECORD.read_text(encoding="utf-8"))["fixtures"])


@cache
def _recorded_for(release: str) -> str:
    """Return the minor version whose outcomes are shown for a release: its own, or the newest that was run."""
    from flake8_mp.selfcheck.record import platforms

    known = {minor(version) for version in platforms()}
    return minor(release) if minor(release) in known else max(known, key=_numbers, default="")


def observed(fixture: Fixture, release: str) -> tuple[str, tuple[Seen, ...]]:
    """Return what a program did, and on which minor version of Python: the user's, or else the newest that it ran on.

    Both are empty where nothing is recorded of the program as it stands.
    """
    outcomes, errors = recorded(fixture), recorded_errors(fixture)
    versions = {minor(version) for by_version in outcomes.values() for version in by_version}
    if not versions:
        return "", ()
    wanted = _recorded_for(release)
    version = wanted if wanted in versions else max(versions, key=_numbers)
    exact = release if version == minor(release) else version
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for method in START_METHODS:
        words = on(exact, outcomes.get(method, {}))
        if words is not None:
            stated = tuple(text for text, of in errors.get(method, {}).items() if exact in of or version in of)
            found.setdefault((words, stated), []).append(method)
    return version, tuple(Seen(tuple(methods), words, stated) for (words, stated), methods in found.items())


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]


_PLAIN = {
    "ok": "works",
    "respawn": "starts processes over and over",
    "hang": "hangs",
    "wrong": "prints the wrong output",
    "leak": "leaks a resource",
    "orphan": "leaves a process running",
}


def _in_words(words: Sequence[str], errors: Sequence[str]) -> list[str]:
    """Say what happened: how it ended, then what the errors said, which say more than that the output is wrong."""
    by_errors = {"wrong"} if errors else set()
    by_errors |= {"leak"} if any("leaked" in error for error in errors) else set()
    phrases = [_PLAIN[word] for word in _PLAIN if word in words and word not in by_errors]
    phrases += [f"is killed by {word.partition('=')[2]}" for word in words if word.startswith("signal=")]
    phrases += [re.sub(r"(?<!\w)\*", "\u2026", error) for error in errors]
    names = {error.partition(":")[0] for error in errors}
    for word in words:
        sort, _, value = word.partition("=")
        if sort == "warns" and value not in names:
            phrases.append(f"warns: {value}")
        elif sort[:1].isupper() and sort not in names:
            phrases.append(sort)
    return phrases or [f"ends with exit status {word.partition('=')[2]}" for word in words if word.startswith("exit=")]


def _change(rule: Rule, fixture: Fixture) -> Change | None:
    return (_fix(fixture) if rule.code in fixable_codes() and fixture.path.is_file() else None) or _good(rule, fixture)


def _fix(fixture: Fixture) -> Change | None:
    """Return what the fixer of the rule changes; None where it leaves the program alone, or a part of it."""
    from flake8_mp.frontends.fixed_programs import diff, fixed

    made = fixed(fixture)
    if made.state not in ("safe", "unsafe"):
        return None
    option = "--fix" if made.state == "safe" else "--fix --unsafe-fixes"
    lines = changes(fixture.sources[0].text, made.texts[0])
    return Change(tuple(lines), "; ".join(made.titles), option, diff(made))


def _good(rule: Rule, fixture: Fixture) -> Change | None:
    """Return the program that works and is most like this one: what differs, or all of it."""
    old = fixture.sources[0].text
    works = [good for good in evidence(rule, "good") if good.path.is_file()]
    if not works:
        return None

    def fits(good: Fixture) -> tuple[bool, float]:
        same = likeness(list(shown(old).values()), list(shown(good.sources[0].text).values()))
        alike = 0.3 * (good.path.name[4:] == fixture.path.name[3:]) + 0.2 * (good.path.name == "good.py")
        return not good.needs, same + alike

    good = max(works, key=fits)
    new = good.sources[0].text
    lines = changes(old, new) if fits(good)[1] >= _LIKE else [Line(line) for line in shown(new).values()]
    return Change(tuple(lines) if len(lines) <= _TOO_LONG else (), "", program=good)
