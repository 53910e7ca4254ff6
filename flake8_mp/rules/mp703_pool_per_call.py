"""MP703: pool per call."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PoolPerCall(Rule):
    """A loop creates a new pool or executor in each iteration.

    Each of them starts its workers again. That takes about a hundredth of a second under fork, more than a
    tenth under spawn, and much longer if the main module imports something large. A pool that is kept in a list
    keeps all its processes alive.

    Instead: create one pool before the loop and use it in each iteration, or pass it to the function that is
    called there.
    """

    code = "MP703"
    message = "each iteration of a loop starts a new `{kind}`; create one before the loop"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "pool per round":
                related = related_to(cost.cause, "the loop")
                yield self.finding(cost.place.span, cost.methods, related, kind=cost.words, event=cost)
