"""MP806: daemon killed at exit."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class DaemonKilledAtExit(Rule):
    """The program ends right after it has started a daemon, which is killed.

    A process with `daemon=True` is terminated when its parent ends, wherever it is: what it was to write or to put
    into a queue is lost, and no `finally` runs. Nobody waits for this one.

    Instead: `join()` it, wait for its result, or start it without `daemon=True`: then the parent waits.
    """

    code = "MP806"
    message = "the program ends here and kills this daemon at work; join it, or drop `daemon=True`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "daemon":
                yield self.finding(event.place.span, event.methods, event=event)
