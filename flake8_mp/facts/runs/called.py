"""What goes wrong in other files only because of how the linted one calls them: they do not show it by themselves.

A class of another module may be right in each of its methods, and is used in the wrong order; a function may be right
until it is called a second time. What such a file shows by itself is reported there, and is nothing to say twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Event, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.runs.run import run
from flake8_mp.facts.source import Source
from flake8_mp.settings import Settings

MOST_FILES = 4
"""So many other files are run by themselves for one file; what leads to more of them is not reported."""

_Shown = frozenset[tuple[type[Event], str, str, object]]


def brought_about(interp: Interpreter, settings: Settings) -> Iterator[Event]:
    """Yield what happens in other files, and in none of those that the program was in before it happened there.

    Each call has one event of each kind of problem: what the first one says, the others need not repeat.
    """
    shown: dict[Source, _Shown | None] = {}
    seen: set[object] = set()
    for event, sources in interp.called.items():
        for source in sources:
            if source not in shown and len(shown) < MOST_FILES:
                shown[source] = _shown_by(source, settings)
        where, problem = _signature(event), getattr(event, "problem", "")
        found = [shown.get(source) for source in sources]
        if any(signatures is None or where in signatures for signatures in found):
            continue
        if seen.isdisjoint(keys := (where, (type(event), problem, event.place))):
            yield event
        seen.update(keys)


def _shown_by(source: Source, settings: Settings) -> _Shown | None:
    """Return what a file shows when it is run by itself; None where not all of it was run."""
    interp = run(source, settings)
    shown = None if interp.incomplete else frozenset(map(_signature, (*interp.events, *interp.called)))
    interp.forget()
    return shown


def _signature(event: Event) -> tuple[type[Event], str, str, object]:
    """Return what identifies an event in the runs of several files: which problem it is, and where."""
    at: Place = event.elsewhere or event.place
    return type(event), getattr(event, "problem", ""), at.source.path, at.span
