"""What a run of a program amounts to: a set of words, found from how it ended and what it wrote."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_mp.selfcheck.claims import OK

RESPAWNS = 6
"""As many births in the second half of a hang as make it a respawn, which a mere hang stays far below."""
MANY_TRACEBACKS = 20
"""As many tracebacks as make a hang a respawn, where births cannot be counted."""

_TRACEBACK = re.compile(r"^(?:\s*\+ Exception Group )?Traceback \(most recent call last\):$")
_GROUP_MARGIN = re.compile(r"^\s+\| ")
_RAISED = re.compile(r"^((?:[\w<>]+\.)*([A-Za-z_]\w*))(?::.*|)$")
_CHAINED = (
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
)
_WARNING = re.compile(r"^.*:\d+: ([A-Za-z_]\w*Warning): (.*)$")
_CARRIERS = frozenset({"RemoteTraceback", "_RemoteTraceback"})
_LONGEST = 200
"""So many characters of an error's text are kept."""
_MOST = 6
"""So many different errors of one run are kept."""

_QUOTED = re.compile(r"(?<!\w)(['\"`])((?:(?!\1)[^\n])*)\1(?!\w)")
_OF_A_NAME = r"(?:[A-Za-z_]\w*|<locals>|<lambda>|<genexpr>|<listcomp>)"
_NAMED = re.compile(rf"(?<![\w.<*]){_OF_A_NAME}(?:\.{_OF_A_NAME})+")
_LOOKED_UP = re.compile(r"(attribute lookup )(\S+)( on )(\S+)( failed)")
_CALLED = re.compile(r"[\w.<>]+\(\)")
_PATH = re.compile(r"(?<![\w.])(?:/[\w.+-]+){2,}|[A-Za-z]:\\[^\s'\"]+")
_MODULE = re.compile(r"<module [^>]*>")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w)")


@dataclass(frozen=True)
class Report:
    """What was seen of one run."""

    status: int | None
    """The exit status, negative for a signal, or None where it still ran at the time limit."""
    seconds: float
    stdout: str
    stderr: str
    orphans: bool = False
    left: tuple[str, ...] = ()
    births: tuple[int, int] = (0, 0)
    digest: str = ""
    """A hash of all that went to standard output, of which a flood is not kept whole."""
    lines: int | None = None
    """How many lines went to standard output; None where they were not counted."""


@dataclass(frozen=True)
class Outcome:
    """The words for one run, and the report that they were found in."""

    words: frozenset[str]
    report: Report

    @property
    def text(self) -> str:
        """The words as they are shown: sorted, with commas."""
        return ", ".join(sorted(self.words))

    @property
    def errors(self) -> tuple[str, ...]:
        """What its errors and warnings said, without what differs from program to program; each once."""
        stated = {normal(line): None for line in (*errors(self.report.stderr), *leaks(self.report.stderr))}
        return tuple(sorted(stated)[:_MOST])


def judge(report: Report, prints: tuple[str, ...] | None = None) -> Outcome:
    """Find the words for a report; ``prints`` are the lines that standard output must consist of."""
    words = set(raised(report.stderr))
    if report.status is None:
        words.add("hang")
        grown = report.births[1] - report.births[0]
        if grown >= RESPAWNS or _count_tracebacks(report.stderr) >= MANY_TRACEBACKS:
            words.add("respawn")
    elif report.status < 0:
        words.add(f"signal={_signal_name(-report.status)}")
    elif report.status > 0:
        words.add(f"exit={report.status}")
    elif prints is not None and tuple(line.rstrip() for line in report.stdout.splitlines()) != prints:
        words.add("wrong")
    for category, message in warnings(report.stderr):
        words.add("leak" if "leaked" in message and "resource_tracker" in message else f"warns={category}")
    if report.left:
        words.add("leak")
    if report.orphans:
        words.add("orphan")
    return Outcome(frozenset(words or {OK}), report)


def raised(stderr: str) -> Iterator[str]:
    """Yield the bare names of the exceptions whose tracebacks stand on standard error.

    Of a chain only the last counts, since that is what was raised; the text in which a child's traceback
    is sent to the parent is none. Tracebacks of several processes may be interleaved.
    """
    for name, _ in _endings(stderr):
        yield name


def errors(stderr: str) -> Iterator[str]:
    """Yield the lines that end the tracebacks on standard error: bare name and text, of a chain only the last.

    A text that begins on the lines below, as that of the bootstrapping phase does, is joined up to its first gap.
    """
    lines = [_GROUP_MARGIN.sub("", written) for written in stderr.splitlines()]
    for name, number in _endings(stderr):
        text = lines[number].partition(":")[2].strip()
        if not text:
            below = lines[number + 1 :]
            while below and not below[0].strip():
                del below[0]
            for line in below:
                if not line[:1].isspace() or not line.strip() or len(text) > _LONGEST:
                    break
                text = f"{text} {line.strip()}".strip()
        yield (f"{name}: {text}" if text else name)[:_LONGEST]


def leaks(stderr: str) -> Iterator[str]:
    """Yield what the resource tracker says on standard error, as a warning and its text."""
    for category, message in warnings(stderr):
        if "resource_tracker" in message:
            yield f"{category}: {message}"[:_LONGEST]


def normal(text: str) -> str:
    """Return the text of an error without what differs from program to program, each of which becomes a ``*``.

    These are paths, addresses, numbers, and names that are quoted or dotted. Of a name it is kept that it is one of a
    lambda or lies in a function, since that is what pickle complains about.
    """
    text = _PATH.sub("*", text)
    text = _ADDRESS.sub("*", text)
    text = _MODULE.sub("<module *>", text)
    text = _LOOKED_UP.sub(lambda m: f"{m[1]}{_star(m[2])}{m[3]}*{m[5]}", text)
    text = _QUOTED.sub(lambda m: f"'{_star(m[2])}'", text)
    text = re.sub(r"<(function|bound method) (\S+)( at|>)", lambda m: f"<{m[1]} {_star(m[2])}{m[3]}", text)
    text = _NAMED.sub(lambda m: _star(m[0]), text)
    text = _CALLED.sub("*()", text)
    text = re.sub(r"'\*'(?:, '\*')+", "'*'", text)
    return " ".join(_NUMBER.sub("*", text).split())


def _star(name: str) -> str:
    """Return what is kept of a name."""
    where = "*<locals>." if "<locals>." in name else ""
    if name.endswith("<lambda>"):
        return f"{where}<lambda>"
    return f"{where}*"


def _endings(stderr: str) -> Iterator[tuple[str, int]]:
    """Yield the bare name of each exception that ends a traceback, and the number of its line."""
    open_tracebacks = 0
    last: tuple[str, int] | None = None
    for number, written in enumerate(stderr.splitlines()):
        line = _GROUP_MARGIN.sub("", written)
        if _TRACEBACK.match(line):
            open_tracebacks += 1
        elif line in _CHAINED:
            last = None
        elif open_tracebacks and (match := _RAISED.match(line)) and _is_exception(match[2], line):
            open_tracebacks -= 1
            if last is not None:
                yield last
            last = None if match[2] in _CARRIERS else (match[2], number)
    if last is not None:
        yield last


def _is_exception(name: str, line: str) -> bool:
    """Distinguish an exception's line from others that stand at the margin, as in quoted output."""
    return name[0].isupper() or name[0] == "_" or "." in line.partition(":")[0] or name == "error"


def warnings(stderr: str) -> Iterator[tuple[str, str]]:
    """Yield category and message of each warning on standard error."""
    for line in stderr.splitlines():
        match = _WARNING.match(line)
        if match:
            yield match[1], match[2]


def _count_tracebacks(stderr: str) -> int:
    return sum(1 for line in stderr.splitlines() if _TRACEBACK.match(line))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"
