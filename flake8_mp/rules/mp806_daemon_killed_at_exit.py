"""MP806: daemon killed at exit."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "daemon": "this daemonic process is killed when the program ends",
    "asked to end": "the daemonic process is killed before it can act on this",
}


class DaemonKilledAtExit(Rule):
    """The program ends right after it has started a daemonic process, which is killed.

    A process with `daemon=True` is terminated when its parent exits, whatever it is doing. What it was about to
    write or to put into a queue is lost, and its `finally` blocks do not run. Here nothing waits for the
    process, or it was asked to end by a sentinel and is not waited for: it is killed before it has taken what was put
    into its queue earlier.

    Instead: call `join()` on it, wait for its result, or start it without `daemon=True`, so that the parent
    waits for it at exit.
    """

    code = "MP806"
    message = "{what}; join it, or remove `daemon=True`"
    since = "0.1.0"
    depends_on = "how far the process has come when the program ends"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in _MESSAGES:
                related = related_to(event.cause, "started here")
                yield self.finding(event.place.span, event.methods, related, what=_MESSAGES[event.problem], event=event)
