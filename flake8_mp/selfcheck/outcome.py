"""What a run of a program amounts to: a set of words, told from how it ended and what it wrote."""

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


@dataclass(frozen=True)
class Outcome:
    """The words for one run, and the report that they were told from."""

    words: frozenset[str]
    report: Report

    @property
    def text(self) -> str:
        """The words as they are shown: sorted, with commas."""
        return ", ".join(sorted(self.words))


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
    travels to the parent is none. Tracebacks of several processes may be interleaved.
    """
    open_tracebacks = 0
    last: str | None = None
    for written in stderr.splitlines():
        line = _GROUP_MARGIN.sub("", written)
        if _TRACEBACK.match(line):
            open_tracebacks += 1
        elif line in _CHAINED:
            last = None
        elif open_tracebacks and (match := _RAISED.match(line)) and _is_exception(match[2], line):
            open_tracebacks -= 1
            if last is not None:
                yield last
            last = None if match[2] in _CARRIERS else match[2]
    if last is not None:
        yield last


def _is_exception(name: str, line: str) -> bool:
    """Tell an exception's line from others that stand at the margin, as in quoted output."""
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
