"""MP702: tiny chunks."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class TinyChunks(Rule):
    """Many items are sent to the workers one by one, each as a separate task.

    `imap`, `imap_unordered` and the `map` of an executor have a default `chunksize` of 1: each item goes
    through two queues, takes two locks and wakes up another process. For ten thousand items or more that costs
    seconds. `Pool.map` chooses a chunk size itself.

    Instead: pass a `chunksize`, some hundreds if the work on one item is short.
    """

    code = "MP702"
    message = "`{name}` sends {count} items one by one; pass a `chunksize`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "tiny chunks":
                yield self.finding(cost.place.span, cost.methods, name=cost.words, count=f"{cost.count:,}", event=cost)
