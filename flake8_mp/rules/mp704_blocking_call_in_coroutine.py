"""MP704: blocking call in coroutine."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class BlockingCallInCoroutine(Rule):
    """A coroutine blocks the event loop while it waits for another process.

    While a coroutine waits in `get()`, `join()` or `map()`, no other coroutine runs: connections time out and
    timers fire too late. If the other process waits for one of those coroutines, both hang.

    Instead: use `await asyncio.to_thread(queue.get)`, `await loop.run_in_executor(executor, function)`, or
    `await asyncio.wrap_future(future)`.
    """

    code = "MP704"
    message = "`{name}()` blocks the event loop while it waits; use `await asyncio.to_thread()`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "blocking":
                yield self.finding(cost.place.span, cost.methods, name=cost.words, event=cost)
