"""What a rule is, and what it finds."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from flake8_mp.remarks import remarks
from flake8_mp.settings import START_METHODS

if TYPE_CHECKING:
    from flake8_mp.facts.events import Event, ProblemEvent
    from flake8_mp.facts.module import Module

ALL_METHODS = frozenset(START_METHODS)
NOT_FORK = frozenset({"spawn", "forkserver"})
FORK = frozenset({"fork"})


LONGEST_MESSAGE = 100
"""So many characters has a message at most."""

INTERNAL = "MP000"
"""The code of the finding that says that a rule failed: never the user's fault."""
UNUSED = "MP001"
"""The code of the finding that a ``# noqa`` has no effect; only reported on request."""
MISSPELT = "MP002"
"""The code of the finding that a ``# noqa`` names something of ours that does not exist."""


@dataclass(frozen=True)
class NonRule:
    """What a code stands for that is not a rule: it reports a failure of flake8-mp, or a ``# noqa`` comment."""

    name: str
    severity: str
    page: str


NON_RULES = {
    INTERNAL: NonRule(
        "internal-error",
        "error",
        f"`{INTERNAL}` is not a rule. It reports that flake8-mp itself has failed on a file; the other files are still "
        "checked. Please report it as a bug.",
    ),
    UNUSED: NonRule(
        "unused-noqa",
        "warning",
        f"`{UNUSED}` is not a rule. It reports a `# noqa` comment with a code for which there is no finding on its "
        "line; remove the code. It is reported only with `--unused-noqa`.",
    ),
    MISSPELT: NonRule(
        "misspelt-noqa",
        "warning",
        f"`{MISSPELT}` is not a rule. It reports a `# noqa` comment with a code that does not exist in flake8-mp, or "
        "that is not written in capitals. It is reported only with `--unused-noqa`.",
    ),
}
"""The codes that are not rules."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of source: lines from 1, columns from 0, counted in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Related:
    """A place that helps to understand a finding, with a few words about it."""

    span: Span
    words: str
    path: str = ""
    """The file in which it is; empty for the file of the finding itself."""


@dataclass(frozen=True, order=True)
class Edit:
    """A stretch of source and what replaces it; an empty stretch is a place where something is inserted."""

    span: Span
    content: str


@dataclass(frozen=True)
class Fix:
    """What fixes a finding: edits of its file, which do not overlap, in the order of their places."""

    title: str
    """What it does, in the imperative, like ``Move the lambda to module level``."""
    edits: tuple[Edit, ...]
    safe: bool
    """Whether the program means the same afterwards, but for the mistake; others are applied only on request."""


@dataclass(frozen=True)
class Details:
    """What is known of the subject of a finding besides its name: for fixers, never shown."""

    kind: str = ""
    """The kind of object that it is, or that is in its way: ``Value``, ``threading.Lock``."""
    meant: str = ""
    """The parameter that a wrong keyword stands for."""
    version: tuple[int, int] | None = None
    """The first Python that has it."""
    count: int = 0
    """How many there are of it."""
    is_program: bool = True
    """Whether the file is run as a program, rather than imported by others."""
    origin: Span | None = None
    """Where in the file it is made, bound or set."""
    handed: Span | None = None
    """Where in the file the function of the worker is handed over."""
    changed: Span | None = None
    """Where in the file the program changes what its workers do not see changed."""
    too_late: bool = False
    """Whether the workers are started before it is what they need."""

    @classmethod
    def of(cls, event: Event | None) -> Details:
        """Return what an event knows: its attributes of these names, and its places as far as they are in its file."""
        if event is None:
            return cls()
        places = {
            "origin": next(event.causes, None),
            "handed": getattr(event, "handed", None),
            "changed": getattr(event, "since", None),
        }
        known: dict[str, Any] = {
            each.name: getattr(event, each.name) for each in fields(cls) if hasattr(event, each.name)
        }
        for name, place in places.items():
            known[name] = place.span if place is not None and place.source is event.place.source else None
        return cls(**known)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where, and under which start methods it breaks."""

    code: str
    span: Span
    message: str
    methods: frozenset[str] = ALL_METHODS
    related: tuple[Related, ...] = ()
    problem: str = ""
    """Which of the problems of its rule it is, as the facts call it: for fixers, never shown."""
    words: str = ""
    """The name or value that it is about, as the facts call it: for fixers, never shown."""
    details: Details = Details()
    fix: Fix | None = None
    no_fix: str = ""
    """Why a rule that has a fixer has no fix here, in a few words; empty where none was asked for."""

    @property
    def text(self) -> str:
        """The message as shown on one line, with what :func:`remarks` adds."""
        methods = [method for method in START_METHODS if method in self.methods]
        return self.message + remarks(methods, ((each.path, each.span.line, each.words) for each in self.related))


def shortened(name: str, most: int) -> str:
    """Return the name of something, with ``…`` in the place of what does not fit into ``most`` characters."""
    if len(name) <= most:
        return name
    base = name.partition("[")[0]
    return f"{base}[…]" if base != name and len(base) + 3 <= most else f"{name[: most - 1]}…"


def with_article(name: str) -> str:
    """Return how a message calls a kind of object: ``threading.Lock`` as ``a `threading.Lock` ``.

    A phrase, and what is in backquotes already, stays as it is. The module is left out where it is ``multiprocessing``,
    and of long names. What a method makes is called its result: ``the result of `Environment.from_string()` ``.
    """
    if " " in name or name.startswith("`"):
        return name
    owner, _, last = name.rpartition(".")
    # A lower-case name may be that of a function: ``heapq.merge`` returns a ``heapq.merge`` object.
    end = "" if any(map(str.isupper, last)) else " object"
    if end and (cls := owner.rpartition(".")[2])[:1].isupper():
        return f"the result of `{cls}.{last}()`" if len(cls + last) < _LONG else f"the result of `{last}()`"
    name = name.removeprefix("multiprocessing.")
    if len(name + end) > _LONG and owner not in _NAMESAKES:
        name = name.rpartition(".")[2]
    vowel = name.lower().startswith(_LIKE_VOWELS) or name[:2] == "RL"
    return f"{'an' if vowel else 'a'} `{name}`{end}"


_LONG = 22
"""A name with more characters than that is shown without its module."""
_NAMESAKES = ("threading", "queue")
"""Modules whose classes bear the names of those of ``multiprocessing``, which can be passed: they are always shown."""
_LIKE_VOWELS = (*"aeio", "http", "lxml", "mmap", "smtp", "ssl", "xml")
"""Beginnings of names that are pronounced with a vowel, other than ``u``, which mostly is not."""


class RuleError(TypeError):
    """A rule is declared wrongly; the text says what to change."""


class Rule:
    """A pitfall: its page is the docstring, its metadata are the attributes, its question is :meth:`check`.

    A subclass in a module ``flake8_mp.rules.mp101_unguarded_start`` is named ``UnguardedStart``, carries the
    code ``MP101`` and is known to people as ``unguarded-start``. Nothing has to be registered.
    """

    code: ClassVar[str]
    """``MP`` and three digits, the same as in the file's name."""
    message: ClassVar[str]
    """A template for :meth:`str.format`: what is wrong, a semicolon, what to do."""
    since: ClassVar[str]
    """The version of flake8-mp that brought it."""
    default: ClassVar[bool] = True
    """Whether it is on unless switched off; the others are asked for with ``mp-enable``."""

    is_about_one_place: ClassVar[bool] = False
    """Whether what has to be changed is where it happens, and not what brings it about: one call of a file that leads
    there is enough."""
    needs_full_run: ClassVar[bool] = False
    """Whether it says that something is done nowhere: it keeps silent on a file of which not all was run."""

    depends_on: ClassVar[str] = ""
    """What it depends on whether a program goes wrong each time that it runs, to complete a sentence; empty where
    nothing is left open: it raises, hangs, leaks or is wrong."""

    severity: ClassVar[str]
    """How grave its findings are unless the user says otherwise (``settings.SEVERITIES``): ``error`` for what is on by
    default and certain, ``warning`` for what depends on something, ``info`` for cost and opinions (MP7 and MP9); other
    rules that are off by default are about what is only sometimes wrong, and warn."""

    name: ClassVar[str]
    """The stem after the code with hyphens: filled in from the module's name."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        stem = cls.__module__.rpartition(".")[2]
        match = re.fullmatch(r"mp(\d{3})_([a-z0-9]+(?:_[a-z0-9]+)*)", stem)
        if match is None:
            raise RuleError(f"{cls.__module__}: name the module like mp101_unguarded_start")
        wanted = "".join(word.capitalize() for word in match[2].split("_"))
        if cls.__name__ != wanted:
            raise RuleError(f"{cls.__module__}: name the class {wanted}, not {cls.__name__}")
        cls.name = match[2].replace("_", "-")
        for attribute in ("code", "message", "since"):
            if not isinstance(cls.__dict__.get(attribute), str):
                raise RuleError(f"{cls.__module__}: {cls.__name__} needs a {attribute!r} of its own, a string")
        if cls.code != f"MP{match[1]}":
            raise RuleError(f"{cls.__module__}: the code is {cls.code}, the file says MP{match[1]}")
        if "severity" not in cls.__dict__:
            opinion = not cls.default and cls.code[2] in "79"
            cls.severity = "info" if opinion else "error" if cls.default and not cls.depends_on else "warning"
        if not (cls.__doc__ or "").strip():
            raise RuleError(f"{cls.__module__}: {cls.__name__} needs a docstring, which is its page")
        if cls.message.endswith("."):
            raise RuleError(f"{cls.__module__}: a message carries no full stop")

    def check(self, module: Module) -> Iterator[Finding]:
        """Ask the module's facts the one question of this rule.

        Yields a finding for each place; raises nothing that is meant to be seen.
        """
        raise NotImplementedError

    def finding(
        self,
        span: Span,
        methods: frozenset[str] = ALL_METHODS,
        related: tuple[Related, ...] = (),
        event: Event | None = None,
        details: Details | None = None,
        **names: object,
    ) -> Finding:
        """Build a finding of this rule; ``names`` fill the message's template, ``event`` gives fixers the subject.

        ``details`` are what the rule knows of it, where the event does not have them itself.
        """
        problem = str(getattr(event, "problem", ""))
        words = str(getattr(event, "name", "") or getattr(event, "words", ""))
        message = self.message.format(**names)
        return Finding(self.code, span, message, methods, related, problem, words, details or Details.of(event))

    def problem_findings(
        self, events: Iterable[ProblemEvent], messages: Mapping[str, tuple[str, str]], cause: str = ""
    ) -> Iterator[Finding]:
        """Build the findings of a rule that has a ``problem`` and a ``remedy`` for each problem of its events.

        In both, ``{words}`` stands for the words of the event, ``{kind}`` for the same in backquotes where they are a
        name, and ``{code}`` for what is written at its place.
        ``cause`` are the words about the place that an event has as its cause; without them nothing points there.
        """
        for event in events:
            if event.problem in messages:
                problem, remedy = messages[event.problem]
                related = (event.cause.related(cause),) if cause and event.cause is not None else ()
                kind = event.words if " " in event.words else f"`{event.words}`"
                names = {"words": event.words, "kind": kind, "code": self.written(event)}
                yield self.finding(
                    event.place.span,
                    event.methods,
                    related,
                    event,
                    problem=problem.format(**names),
                    remedy=remedy.format(**names),
                )

    @staticmethod
    def written(event: Event, most: int = 26) -> str:
        """Return what is written where an event happens, on one line and cut to ``most`` characters."""
        place = event.elsewhere or event.place
        return place.source.segment(place.node, most)


@cache
def rule_of(code: str) -> Rule | None:
    """Return the rule with this code, without importing the others; None where there is none.

    Raises :class:`RuleError` where its file declares none, or several.
    """
    import flake8_mp.rules as package

    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith(f"{code.lower()}_"):
            return _rule_in(f"{package.__name__}.{info.name}")
    return None


def _rule_in(name: str) -> Rule:
    module = importlib.import_module(name)
    classes = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__
    ]
    if len(classes) != 1:
        raise RuleError(f"{module.__name__}: declare one rule, not {len(classes)}")
    rule: Rule = classes[0]()
    return rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, one instance each, in the order of their codes: a file in ``rules/`` is a rule.

    Raises :class:`RuleError` where a file there declares none, or two share a code.
    """
    import flake8_mp.rules as package

    found: dict[str, Rule] = {}
    for info in pkgutil.iter_modules(package.__path__):
        rule = _rule_in(f"{package.__name__}.{info.name}")
        if rule.code in found:
            raise RuleError(f"{package.__name__}.{info.name}: {rule.code} is taken by {found[rule.code].name}")
        found[rule.code] = rule
    return tuple(found[code] for code in sorted(found))
