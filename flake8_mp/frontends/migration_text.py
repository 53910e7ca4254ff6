"""What ``flake8-mp migrate`` prints for people: what breaks, by what must change, and what a pin would keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from flake8_mp.frontends.formats import Document, Run
from flake8_mp.frontends.formats._text import code_of, paint, within
from flake8_mp.frontends.migration import Tally
from flake8_mp.frontends.report import Report
from flake8_mp.pythons import PLATFORM_NAMES
from flake8_mp.terminal import path_in_front, visible, without_commands


@dataclass(frozen=True)
class Section:
    """Findings that are fixed in the same way: what is to be done, in the imperative, and their codes."""

    title: str
    codes: tuple[str, ...]
    """Codes, or beginnings of codes; of two that fit the longer one counts."""


SECTIONS = (
    Section("Choose a start method that the system has", ("MP902",)),
    Section("Start processes under an entry guard", ("MP101", "MP103")),
    Section("Hand over functions and classes that can be imported", ("MP104", "MP201", "MP202", "MP203", "MP204")),
    Section("Pass to workers what they no longer inherit", ("MP105", "MP108", "MP110", "MP610")),
    Section("Do on import only what every process may do again", ("MP1",)),
    Section("Send only what can be pickled", ("MP2", "MP516")),
    Section("Create locks, queues and events in the context of the process, and keep them", ("MP208", "MP211")),
    Section("Expect copies in other processes", ("MP212", "MP407", "MP410")),
    Section("Do not fork while threads run or connections are open", ("MP3",)),
    Section("Seed random numbers in each worker", ("MP304",)),
    Section("Open files in the workers", ("MP306",)),
    Section("Manage shared memory", ("MP4",)),
    Section("Change how processes talk to each other", ("MP5",)),
    Section("Change how workers are started and used", ("MP6",)),
    Section("Do not rely on workers being children of the program", ("MP809",)),
    Section("Change how workers end", ("MP8",)),
    Section("Change the rest", ("MP",)),
)
"""In the order in which they are shown; every code has its place in one of them."""

_PROSE = 100
"""Columns of sentences where there is no terminal."""
_NARROWEST = 40
_NAMED = 3
"""So many places that pin a start method are named."""

_COSTS = {
    "fork": "A forked child process can wait forever for a lock that another thread held when it was forked. Python "
    "3.12 and later warn about this with a DeprecationWarning, which is not shown by default.",
    "spawn": "Each process is a new interpreter that imports the program again, which takes longer.",
    "forkserver": "",
}
"""What a start method costs, whatever the move is."""
_ON_MACOS = "On macOS, a forked child process can crash in system libraries."
_ON_OTHERS = {
    "fork": "It raises ValueError on Windows, and on macOS a forked child process can crash in system libraries.",
    "forkserver": "It raises ValueError on Windows.",
    "spawn": "",
}


def section_of(code: str) -> Section:
    """Return the section that findings of a code belong to."""
    fitting = [(len(prefix), section) for section in SECTIONS for prefix in section.codes if code.startswith(prefix)]
    return max(fitting, key=lambda each: each[0])[1] if fitting else SECTIONS[-1]


class MigrationText(Document):
    """The whole answer, which is made when all files are done.

    ``files`` returns how many files were checked, and how many could not be, ``fixed`` whether something was fixed.
    """

    def __init__(self, run: Run, tally: Tally, files: Callable[[], tuple[int, int]], fixed: Callable[[], bool]) -> None:
        super().__init__(run)
        self._tally = tally
        self._move = tally.move
        self._counts = files
        self._fixed = fixed

    def end(self) -> str:
        """Return the answer."""
        reports = [report for file in self.files for report in file.reports]
        lines = [self._bold(f"{self._move.headline}."), *self._wrapped(self._how_much(reports)), ""]
        for section in SECTIONS:
            found = [report for report in reports if section_of(report.code) is section]
            if found:
                lines += [*self._section(section, found), ""]
        closing = [*self._besides(), *self._fixes()]
        lines += [*closing, ""] if closing else []
        if reports:
            lines += [*self._pin(reports), ""]
        return without_commands("\n".join(lines[:-1]) + "\n")

    def _how_much(self, reports: Sequence[Report]) -> str:
        checked, unreadable = self._counts()
        left = f" {_many(unreadable, 'file')} could not be checked." if unreadable else ""
        if reports:
            still = "still break" if self._fixed() else "break"
            files = len({report.place.path for report in reports})
            verb = still if len(reports) != 1 else still.replace("break", "breaks")
            return f"{_many(len(reports), 'place')} in {files} of {_many(checked, 'file')} {verb}.{left}"
        if not checked:
            return f"There are no Python files to be checked.{left}" if not unreadable else left.strip()
        nothing = f"Found nothing {'else ' if self._fixed() else ''}that breaks in {_many(checked, 'file')}.{left}"
        return f"{nothing} `flake8-mp verify` runs a program under each start method."

    # What breaks

    def _section(self, section: Section, reports: Sequence[Report]) -> Iterator[str]:
        codes = sorted({report.code for report in reports})
        files: dict[str, list[Report]] = {}
        for report in reports:
            files.setdefault(report.place.path, []).append(report)
        counts = f"{_many(len(reports), 'place')} in {_many(len(files), 'file')}"
        if fixable := sum(report.fix is not None and report.fix.applies for report in reports):
            counts += f" ({fixable} can be fixed)"
        title = self._bold(f"{section.title} ({', '.join(codes)})")
        yield f"{title}: {counts}"
        places = max(len(within(report.place)) for report in reports)
        labels = max(len(report.label) for report in reports)
        for path, here in files.items():
            yield f"  {path_in_front(path)}"
            for report in here:
                label = f"{code_of(self.run, report)}{' ' * (labels - len(report.label))}"
                yield f"    {within(report.place):>{places}}  {label}  {visible(report.message)}"
        pages = ", ".join(f"flake8-mp explain {code}" for code in codes)
        yield self._quiet(f"  more: {pages}")

    # What else there is to say

    def _besides(self) -> Iterator[str]:
        old, new, tally = self._move.old.method, self._move.new.method, self._tally
        if number := len(tally.better):
            codes = ", ".join(sorted({report.code for report in tally.better}))
            goes, does = ("goes", "does") if number == 1 else ("go", "do")
            words = f"{_many(number, 'place')} ({codes}) that {goes} wrong under {old} no longer {does} under {new}."
            yield from self._wrapped(f"Better: {words}")
        if number := tally.both.total():
            listed = "it" if number == 1 else "them"
            words = f"{_many(number, 'finding')} before and after the move; `flake8-mp check` lists {listed}."
            yield from self._wrapped(f"The same: {words}")
        if number := len(tally.pins):
            asks = "asks for fork and stays as it is" if number == 1 else "ask for fork and stay as they are"
            words = f"{_many(number, 'place')} {asks} ({_some_of(tally.pins)})."
            words += f" {_ON_MACOS}" if self._move.new.platform == "macos" and not tally.breaks else ""
            yield from self._wrapped(f"Pinned: {words}")

    def _fixes(self) -> Iterator[str]:
        tally = self._tally
        options = [f"{tally.fixable} with --fix (--diff shows how)"] if tally.fixable else []
        if tally.fixable_unsafely:
            options.append(
                f"{tally.fixable_unsafely} with --fix --unsafe-fixes, which may change what else the program does"
            )
        if options:
            yield from self._wrapped(f"Fixes: {'; '.join(options)}.")

    # The pin

    def _pin(self, reports: Sequence[Report]) -> Iterator[str]:
        method, move = self._move.pin, self._move
        number = len(reports)
        if not method:
            system = PLATFORM_NAMES[move.new.platform]
            yield from self._wrapped(f"No start method keeps these working: there is no {move.old.method} on {system}.")
            return
        yield self._bold(f"To keep {method} for now:")
        yield f'  multiprocessing.set_start_method("{method}")   in a program, first in its entry guard'
        yield f'  multiprocessing.get_context("{method}")        in a library, to create its processes and pools'
        kept = {1: "the one place", 2: "both places"}.get(number, f"all {number} places")
        yield f"This keeps {kept} working. The price:"
        for cost in filter(None, self._costs(method)):
            yield from self._wrapped(cost, first="  - ")

    def _costs(self, method: str) -> Iterator[str]:
        yield _COSTS[method]
        yield _ON_MACOS if (method, self._move.new.platform) == ("fork", "macos") else _ON_OTHERS[method]
        if number := len(self._tally.better):
            stays = "stays" if number == 1 else "stay"
            yield f"{_many(number, 'place')} that the move would fix {stays} broken."

    # How it is written

    def _wrapped(self, text: str, first: str = "") -> list[str]:
        columns = max(self.run.width or _PROSE, _NARROWEST)
        return wrap(
            text,
            columns,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _bold(self, text: str) -> str:
        return paint(self.run, text, "1")

    def _quiet(self, text: str) -> str:
        return paint(self.run, text, "34")


def _some_of(reports: Sequence[Report]) -> str:
    """Name the first places, and say that there are more."""
    named = [f"{path_in_front(report.place.path)}:{report.place.line}" for report in reports[:_NAMED]]
    return ", ".join([*named, *(["\u2026"] if len(reports) > _NAMED else [])])


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
