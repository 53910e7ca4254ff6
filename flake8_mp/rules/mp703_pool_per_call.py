"""MP703: pool per call."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PoolPerCall(Rule):
    """A loop makes a new pool or executor in each of its rounds.

    Each of them starts its workers anew: a hundredth of a second under fork, more than a tenth under spawn, and much
    more where the main module imports something heavy. What is kept in a list stays alive with all its processes.

    Instead: make one pool before the loop, and give it the tasks of every round; or pass it to the function that is
    called there.
    """

    code = "MP703"
    message = "each round of a loop starts the workers of a new {kind}; make one before the loop"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "pool per round":
                related = related_to(cost.cause, "the loop")
                yield self.finding(cost.place.span, cost.methods, related, kind=cost.words, event=cost)
