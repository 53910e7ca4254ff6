"""MP902: pinned fork."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PinnedFork(Rule):
    """The program insists on fork.

    A forked child has one thread and a copy of every lock that any other thread held at that moment: what waits for
    such a lock waits for ever. Threads are started by libraries too, so nobody can tell that there are none. macOS
    and Windows cannot do without another method anyway.

    Instead: `"forkserver"` or `"spawn"`, and pass to the child what it needs.
    """

    code = "MP902"
    message = "`fork` copies locks that other threads hold, and Windows has none; use `forkserver` or `spawn`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "pinned":
                yield self.finding(cost.place.span, cost.methods, event=cost)
