"""A move from one Python and system to another: what it changes, and what that means for findings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import repeat

from flake8_mp.frontends.report import FileReport, Report
from flake8_mp.pythons import (
    PLATFORM_NAMES,
    Version,
    available_start_methods,
    default_start_method,
    spoken,
)

OPINIONS = ("MP7", "MP9")
"""What codes begin with that say of nothing that it breaks."""

PINS = "MP902"
"""The code of what asks for fork, whatever the default is."""
_ASKS_FOR_SYSTEM = re.compile(r"sys\.platform|os\.name|platform\.system|\bwin32\b|hasattr\(os\b")


@dataclass(frozen=True)
class Side:
    """A Python on a system: where the code runs now, or where it is to run."""

    platform: str
    """One of :data:`flake8_mp.settings.PLATFORMS`."""
    version: Version

    @property
    def method(self) -> str:
        """The default start method there."""
        return default_start_method(self.platform, self.version)

    def __str__(self) -> str:
        return f"Python {spoken(self.version)} on {PLATFORM_NAMES[self.platform]}"


@dataclass(frozen=True)
class Move:
    """From where to where the code moves."""

    old: Side
    new: Side

    @property
    def changes(self) -> bool:
        """Whether the default start method is another one afterwards."""
        return self.old.method != self.new.method

    @property
    def pin(self) -> str:
        """The start method to hold on to, so that all stays as it was; empty where there is none, or no need for it."""
        can = self.changes and self.old.method in available_start_methods(self.new.platform)
        return self.old.method if can else ""

    @property
    def headline(self) -> str:
        """What changes, in one sentence without a full stop."""
        if self.old.platform == self.new.platform:
            versions = f"Python {spoken(self.old.version)} to {spoken(self.new.version)}"
            where = f"{versions} on {PLATFORM_NAMES[self.new.platform]}"
        else:
            where = f"{self.old} to {self.new}"
        if not self.changes:
            return f"{where}: the default start method stays {self.new.method}"
        return f"{where}: the default start method changes from {self.old.method} to {self.new.method}"


@dataclass
class Tally:
    """What the findings of a run mean for a move, as far as the files have been reported."""

    move: Move
    better: list[Report] = field(default_factory=list)
    """What goes wrong with the old default and not with the new one."""
    both: Counter[str] = field(default_factory=Counter)
    """How many go wrong with either, by code."""
    pins: list[Report] = field(default_factory=list)
    """What asks for fork, so that the default does not matter to it."""
    breaks: int = 0
    fixable: int = 0
    fixable_unsafely: int = 0

    def chosen(self, report: FileReport) -> FileReport:
        """Return the report of a file with what breaks by the move, and count the rest."""
        kept = tuple(each for each in map(self._judged, report.reports, repeat(report)) if each is not None)
        self.breaks += len(kept)
        for each in kept:
            self.fixable += each.fix is not None and each.fix.applies
            self.fixable_unsafely += each.fix is not None and not each.fix.applies
        return replace(report, reports=kept)

    def _judged(self, each: Report, file: FileReport) -> Report | None:
        """Return what breaks by the move; count, or keep for later, what does not."""
        old, new = self.move.old.method, self.move.new.method
        if each.code == PINS:
            return self._pinned(each, file)
        if each.code.startswith(OPINIONS):
            return None
        if new in each.methods and old not in each.methods:
            return each
        if old in each.methods and new in each.methods:
            self.both[each.code] += 1
        elif old in each.methods:
            self.better.append(each)
        return None

    def _pinned(self, each: Report, file: FileReport) -> Report | None:
        """Return what asks for fork where there is none, unless the file knows that systems differ."""
        has_fork = ["fork" in available_start_methods(side.platform) for side in (self.move.old, self.move.new)]
        if has_fork == [True, False] and not _ASKS_FOR_SYSTEM.search("\n".join(file.lines(each.place))):
            words = "this raises ValueError on Windows, which has no fork; use `spawn`"
            return replace(each, message=words, fix=None)
        if has_fork[1]:
            self.pins.append(each)
        return None
