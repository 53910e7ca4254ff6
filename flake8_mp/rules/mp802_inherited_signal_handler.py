"""MP802: inherited signal handler."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class InheritedSignalHandler(Rule):
    """A worker that inherits a handler of SIGTERM survives `terminate()`.

    `Process.terminate()`, `Pool.terminate()` and the end of `with Pool()` send SIGTERM. A forked child has the
    handlers of its parent: one that returns makes the signal do nothing, the child works on, and whoever joins it
    hangs. `SIG_IGN` is inherited under every start method.

    Instead: set `signal.signal(signal.SIGTERM, signal.SIG_DFL)` first thing in the worker or in the pool's
    `initializer`, or install the handler when all workers have been started.
    """

    code = "MP802"
    message = "the child inherits a SIGTERM handler that survives this; reset it to SIG_DFL in the {place}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "terminate":
                related = related_to(event.cause, "the handler is installed here")
                place = "worker" if event.words == "Process" else "initializer"
                yield self.finding(event.place.span, event.methods, related, place=place, event=event)
