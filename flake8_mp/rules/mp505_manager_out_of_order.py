"""MP505: manager out of order."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ProxyUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened

_MESSAGES = {
    "not started": ("`{code}` raises, because the manager is not started", "call `start()`, or use `with`"),
    "twice": ("`{code}` raises, because the manager is already started", "start it only once"),
    "ended": ("`{code}` fails, because the manager has shut down", "use it before that"),
    "late": ("the manager does not know `{name}`, which was registered too late", "register it before `start()`"),
    "attribute": ("a proxy has methods only, so `{name}` raises AttributeError", "add a method that returns it"),
}


class ManagerOutOfOrder(Rule):
    """A manager is used while it is not running, started twice, or asked for something that it does not have.

    `SyncManager()`, `BaseManager()` and `SharedMemoryManager()` return a manager that is not started: using it
    raises AssertionError. `multiprocessing.Manager()` returns one that is running: starting it again raises
    ProcessError. Types are registered with the server when it starts, so a type that is registered later raises
    KeyError there. The proxy of a registered class has the public methods of the class, but not its attributes
    (AttributeError).

    Instead: register all types first, then use the manager in a `with` statement, which starts it.
    """

    code = "MP505"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ProxyUse):
            if use.problem in _MESSAGES:
                problem, remedy = _MESSAGES[use.problem]
                related = related_to(use.cause, "created or registered here")
                problem = problem.format(name=shortened(use.words, 24), code=self.written(use, 24))
                yield self.finding(use.place.span, use.methods, related, problem=problem, remedy=remedy, event=use)
