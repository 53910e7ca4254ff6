"""MP615: unread result."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnreadResult(Rule):
    """Nothing asks for the result of a task, so nothing notices when the task fails.

    What the worker of a pool or an executor raises is stored in the result of the task. If nothing asks for that, the
    exception is lost: nothing is printed, and the program exits with status 0.

    Instead: keep the results and ask for each of them, or pass an `error_callback` to a pool, or call
    `add_done_callback` on a future.
    """

    code = "MP615"
    message = "the result of this `{task}()` is not read, so its errors are lost; call `{ask}` on it"
    since = "0.1.0"
    needs_full_run = True
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "unread":
                task, ask = cost.words.split(" ")
                yield self.finding(cost.place.span, cost.methods, task=task, ask=ask, event=cost)
