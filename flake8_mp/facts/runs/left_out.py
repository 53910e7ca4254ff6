"""What a program does in other modules, where they do not report it themselves.

A module is linted function by function, as other code may call it, and much is only certain of a program: that nobody
else uses a queue, or that a function is called once. What the run of a program shows in a module is reported at the
call in the program, unless the module shows it by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flake8_mp.facts import project
from flake8_mp.facts.events import Event
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.source import Source

MOST_MODULES = 4
"""Of so many modules that have led there is asked whether they show it by themselves."""
_Shown = set[tuple[object, ...]]


def report_left_out(interp: Interpreter, run: Callable[[Source], Interpreter]) -> None:
    """Report the events in other modules that were left to them, and that none of them shows: ``run`` runs one."""
    shown: dict[Source, _Shown | None] = {}
    for event, (call, through) in interp.left_out.items():
        others = [event.place.source, *(source for source in through if source is not event.place.source)]
        looked_at = list(filter(project.is_looked_at, others))[:MOST_MODULES]
        for other in looked_at:
            if other not in shown:
                shown[other] = _shown_by(other, run)
        signs = _signs(event)
        found = [shown[other] for other in looked_at]
        if not any(known is None or known.intersection(signs) for known in found):
            interp.events.setdefault(replace(event, place=call, elsewhere=event.place))


def _shown_by(source: Source, run: Callable[[Source], Interpreter]) -> _Shown | None:
    """Return what is reported of a module by itself, None where not all of it was run."""
    other = run(source)
    try:
        return None if other.incomplete else {sign for event in other.events for sign in _signs(event)}
    finally:
        other.forget()


def _signs(event: Event) -> list[tuple[object, ...]]:
    """Return by what two events are recognised as one: the place, or what they are about."""
    problem = getattr(event, "problem", ""), getattr(getattr(event, "obstacle", None), "kind", "")
    span = (event.elsewhere or event.place).span
    words = getattr(event, "words", "") or getattr(event, "name", "")
    return [(type(event), problem, span), *([(type(event), problem, words)] if words else [])]
