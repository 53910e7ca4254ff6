"""MP505: manager out of order."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ProxyUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "not started": ("this {name} is not started", "call `start()`, or use `with`"),
    "twice": ("this {name} is started already", "start it once"),
    "ended": ("this {name} has been shut down", "make a new one"),
    "late": ("`{name}` is registered after the manager was started", "register it before"),
    "attribute": ("a proxy has no attribute `{name}`, only public methods", "add a method for it"),
}


class ManagerOutOfOrder(Rule):
    """A manager is used before it is started, started twice, or asked for what its server does not know.

    `SyncManager()`, `BaseManager()` and `SharedMemoryManager()` make a manager that is not started
    (AssertionError on use); `multiprocessing.Manager()` makes one that is (ProcessError when it is started
    again). What is registered is sent to the server once, when that starts: what comes later is a KeyError
    there. The proxies of registered classes offer the public methods and no other attribute (AttributeError).

    Instead: register first, then enter the manager with `with`, and use it inside.
    """

    code = "MP505"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ProxyUse):
            if use.problem in _SAYS:
                problem, remedy = _SAYS[use.problem]
                related = related_to(use.cause, "made or registered here")
                problem = problem.format(name=use.words[:24])
                yield self.finding(use.place.span, use.methods, related, problem=problem, remedy=remedy, event=use)
