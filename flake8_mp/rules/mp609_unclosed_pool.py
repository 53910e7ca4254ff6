"""MP609: unclosed pool."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnclosedPool(Rule):
    """A pool is made and used, and nothing ever closes it.

    Its workers and its three threads live on until somebody collects the object, in the middle of something else or
    at the end of the program, where the order is left to chance: there is a ResourceWarning, and sometimes a hang.
    An executor sees to its end by itself.

    Instead: `with Pool() as pool:`, or call `close()` and `join()` in a `finally`.
    """

    code = "MP609"
    message = "nothing closes this {pool}; enter it by `with`, or call `close()` and `join()`"
    since = "0.1.0"
    rests_on_absence = True
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "unclosed":
                yield self.finding(cost.place.span, cost.methods, pool=cost.words, event=cost)
