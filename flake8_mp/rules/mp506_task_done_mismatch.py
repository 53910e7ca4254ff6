"""MP506: task done mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "never done": "`{code}` never returns, because nothing calls `task_done()`",
    "done twice": "`{code}` is one call too many and raises ValueError",
}


class TaskDoneMismatch(Rule):
    """`JoinableQueue.join()` waits for a `task_done()` that is never called, or `task_done()` is called too often.

    `join()` returns when `task_done()` has been called once for every item that was put. If no consumer calls
    it, `join()` waits forever. One call too many raises ValueError. Closing the queue, or the end of the
    consumer, does not change the count.

    Instead: call `task_done()` exactly once after each `get()`, in a `finally` if the work can raise.
    """

    code = "MP506"
    message = "{problem}; call it once for each `get()`"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem in _SAYS:
                problem = _SAYS[use.problem].format(code=self.written(use, 24))
                yield self.finding(use.place.span, use.methods, problem=problem, event=use)
