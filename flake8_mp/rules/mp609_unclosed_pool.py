"""MP609: unclosed pool."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnclosedPool(Rule):
    """A pool is created and used, and nothing ever closes it.

    Its worker processes and its three threads stay until the object is garbage collected, or until the
    interpreter shuts down. That causes a ResourceWarning, and sometimes a hang at exit. An executor shuts
    itself down.

    Instead: use `with Pool() as pool:`, or call `close()` and `join()` in a `finally`.
    """

    code = "MP609"
    message = "nothing closes this `{pool}`; use it in a `with` statement, or call `close()` and `join()`"
    since = "0.1.0"
    needs_full_run = True
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "unclosed":
                yield self.finding(cost.place.span, cost.methods, pool=cost.words, event=cost)
