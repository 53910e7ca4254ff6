"""MP802: inherited signal handler."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "terminate": "the child inherits a SIGTERM handler and survives `terminate()`",
    "removes": "the child inherits a SIGTERM handler that deletes its parent's files",
    "asks": "the child inherits a SIGTERM handler that joins its siblings, and raises",
}
_SURVIVE = "the workers ignore SIGTERM and survive"


class InheritedSignalHandler(Rule):
    """A worker inherits a handler for SIGTERM, so `terminate()` does not end it, or deletes files of the parent.

    `Process.terminate()`, `Pool.terminate()` and the end of `with Pool()` send SIGTERM. A forked child inherits
    the signal handlers of its parent. If the handler returns, the child continues to run, and `join()` hangs. A
    signal that is ignored (`SIG_IGN`) stays ignored in the child under every start method. A handler that joins the
    workers raises AssertionError in each of them. One that removes files removes those of the parent. An initializer
    that lets the workers ignore SIGTERM has the same effect: the end of the pool waits for what still works. So has a
    worker that ignores SIGTERM itself, in which a loop goes on forever.

    Instead: call `signal.signal(signal.SIGTERM, signal.SIG_DFL)` at the beginning of the worker or in the
    pool's `initializer`, or install the handler after all workers have been started.
    """

    code = "MP802"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in _SAYS:
                related = related_to(event.cause, "the handler is installed here")
                place = "worker" if event.words == "Process" else "initializer"
                problem, remedy = _SAYS[event.problem], f"set SIG_DFL in the {place}"
                yield self.finding(event.place.span, event.methods, related, event, problem=problem, remedy=remedy)
            elif event.problem == "ignored":
                related = related_to(event.cause, "ignored here")
                workers = "the worker ignores SIGTERM and survives" if event.words == "Process" else _SURVIVE
                problem, remedy = f"{workers} `terminate()`", "ignore SIGINT only"
                yield self.finding(event.place.span, event.methods, related, event, problem=problem, remedy=remedy)
