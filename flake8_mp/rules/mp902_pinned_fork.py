"""MP902: pinned fork."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PinnedFork(Rule):
    """The program requires the fork start method.

    A forked child has a single thread and a copy of every lock that another thread held at the time of the
    fork. Waiting for such a lock hangs forever. Libraries start threads too, so it is hard to be sure that
    there are none. Windows does not have fork at all, and on macOS it is not safe.

    Instead: use `"forkserver"` or `"spawn"`, and pass everything that the child needs as arguments.
    """

    code = "MP902"
    message = "a forked child can deadlock on locks that other threads hold; use `spawn` or `forkserver`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "pinned":
                yield self.finding(cost.place.span, cost.methods, event=cost)
