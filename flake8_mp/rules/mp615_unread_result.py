"""MP615: unread result."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnreadResult(Rule):
    """Nobody asks a task for its result, so nobody hears when it fails.

    What a worker of a pool or an executor raises is kept in its result. Where nothing calls `.get()` or `.result()`
    the task is lost without a word: no output, no traceback, and the program ends with status 0.

    Instead: keep the results and ask for each of them, or give `error_callback` to a pool and `add_done_callback` to
    a future.
    """

    code = "MP615"
    message = "nobody asks for the result of this `{task}`, so its errors are lost; call `{ask}` on it"
    since = "0.1.0"
    rests_on_absence = True
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "unread":
                task, ask = cost.words.split(" ")
                yield self.finding(cost.place.span, cost.methods, task=task, ask=ask, event=cost)
