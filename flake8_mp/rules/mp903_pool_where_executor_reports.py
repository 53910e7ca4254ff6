"""MP903: pool where executor reports."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PoolWhereExecutorReports(Rule):
    """A pool whose worker is killed waits for its result for ever.

    When a worker of `multiprocessing.Pool` dies, by a signal, by the system that runs out of memory, by `os._exit`, the
    pool starts another one, and the task is lost: `map`, `apply` and `imap` never return. An executor raises
    BrokenProcessPool.

    Instead: `concurrent.futures.ProcessPoolExecutor`; or ask with a limit, `map_async(…).get(timeout)`.
    """

    code = "MP903"
    message = "`{name}` of this pool hangs when a worker is killed; use ProcessPoolExecutor, which raises"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "pool":
                yield self.finding(cost.place.span, cost.methods, name=cost.words, event=cost)
