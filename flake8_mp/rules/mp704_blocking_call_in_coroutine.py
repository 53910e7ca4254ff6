"""MP704: blocking call in coroutine."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class BlockingCallInCoroutine(Rule):
    """A coroutine waits for another process in a way that stops the event loop.

    While it waits in `get()`, `join()` or `map()`, no other coroutine runs: connections time out, timers come too late,
    and where the other process waits for one of them both wait for ever.

    Instead: `await asyncio.to_thread(queue.get)`, `await loop.run_in_executor(executor, function)`, or
    `await asyncio.wrap_future(future)`.
    """

    code = "MP704"
    message = "`{name}()` stops the event loop until another process is done; use `await asyncio.to_thread()`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "blocking":
                yield self.finding(cost.place.span, cost.methods, name=cost.words, event=cost)
