"""What goes wrong in other files only because of how the linted one calls them: they do not show it by themselves.

A class of another module may be right in each of its methods, and is used in the wrong order; a function may be right
until it is called a second time. What such a file shows by itself is reported there, and is nothing to say twice.
"""

from __future__ import annotations

from flake8_mp.facts.events import Event, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.runs.run import run
from flake8_mp.facts.source import Source
from flake8_mp.settings import Settings

MOST_FILES = 4
"""So many other files are run by themselves for one file; what is shown by more of them is not known."""

_Shown = frozenset[tuple[type[Event], str, str, object]]


def brought_about(interp: Interpreter, settings: Settings) -> list[Event]:
    """Return what happens in the linted file, and in others because of it, once each.

    Of what happens in another file, that is left out which one of the files that the program was in before shows by
    itself, unless something of the linted file is a cause of it.
    Each call has one event of each kind of problem: what the first one says, the others need not repeat.
    """
    files, linted = _Files(settings), interp.source
    events = [each for each in interp.report.events if each.elsewhere is None or not _is_shown(each, files, linted)]
    seen: set[object] = set()
    for event, sources in interp.report.called.items():
        where, problem = _signature(event), getattr(event, "problem", "")
        if any(files.may_show(source, where) for source in sources):
            continue
        if seen.isdisjoint(keys := (where, (type(event), problem, event.place))):
            events.append(event)
        seen.update(keys)
    return events


def _is_shown(event: Event, files: _Files, linted: Source) -> bool:
    assert event.elsewhere is not None
    if any(cause.source is linted for cause in event.causes):
        return False
    return files.shows(event.elsewhere.source, _signature(event))


class _Files:
    """What other files show by themselves; so many are run as are few.

    Args:
        settings: those of the linted file.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._shown: dict[Source, _Shown | None] = {}

    def _of(self, source: Source) -> _Shown | None:
        if source not in self._shown and len(self._shown) < MOST_FILES:
            self._shown[source] = _shown_by(source, self._settings)
        return self._shown.get(source)

    def shows(self, source: Source, where: object) -> bool:
        """Return whether a file shows something by itself, for certain."""
        shown = self._of(source)
        return shown is not None and where in shown

    def may_show(self, source: Source, where: object) -> bool:
        """Return whether a file shows something by itself, or that is not known."""
        shown = self._of(source)
        return shown is None or where in shown


def _shown_by(source: Source, settings: Settings) -> _Shown | None:
    """Return what a file shows when it is run by itself; None where not all of it was run."""
    interp = run(source, settings)
    shown = None if interp.incomplete else frozenset(map(_signature, (*interp.report.events, *interp.report.called)))
    interp.forget()
    return shown


def _signature(event: Event) -> tuple[type[Event], str, str, object]:
    """Return what identifies an event in the runs of several files: which problem it is, and where."""
    at: Place = event.elsewhere or event.place
    return type(event), getattr(event, "problem", ""), at.source.path, at.span
