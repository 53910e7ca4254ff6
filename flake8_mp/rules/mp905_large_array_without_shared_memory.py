"""MP905: large array without shared memory."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LargeArrayWithoutSharedMemory(Rule):
    """A large NumPy array is copied to another process, which shared memory avoids.

    The array is pickled, written to a pipe and read again, and each process has its own copy. A forked Process
    inherits the array without copying; a task of a pool does not.

    Instead: put the array into `multiprocessing.shared_memory` once, pass the block's name and the array's
    shape, and let the other process make an array on the same memory.
    """

    code = "MP905"
    message = "`{what}` ({size} MB) is copied through a pipe; put it into shared memory"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "array":
                what = cost.place.source.segment(cost.place.node, 20)
                yield self.finding(cost.place.span, cost.methods, what=what, size=cost.words, event=cost)
