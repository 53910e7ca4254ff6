"""MP903: pool where executor reports."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PoolWhereExecutorReports(Rule):
    """A multiprocessing.Pool hangs when one of its workers is killed.

    When a worker of a `multiprocessing.Pool` dies, through a signal, lack of memory or `os._exit`, the pool
    starts another worker, but the task is lost: `map`, `apply` and `imap` never return. An executor raises
    BrokenProcessPool.

    Instead: use `concurrent.futures.ProcessPoolExecutor`, or wait with a timeout: `map_async(…).get(timeout)`.
    """

    code = "MP903"
    message = "`{name}()` of this pool hangs if a worker dies; use ProcessPoolExecutor, which raises"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "pool":
                yield self.finding(cost.place.span, cost.methods, name=cost.words, event=cost)
