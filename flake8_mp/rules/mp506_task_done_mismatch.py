"""MP506: task done mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "never done": "`{code}` never returns, because nothing calls `task_done()`",
    "skipped": "this `continue` skips `task_done()`, so `join()` never returns",
    "raises": "an exception skips `task_done()` for this item, so `join()` never returns",
    "done twice": "`{code}` is one call too many and raises ValueError",
}


class TaskDoneMismatch(Rule):
    """`JoinableQueue.join()` waits for a `task_done()` that is never called, or `task_done()` is called too often.

    `join()` returns when `task_done()` has been called once for every item that was put. If no consumer calls it,
    or if a `continue` or an exception skips the call for one item, `join()` waits forever. One call too many raises
    ValueError. Closing the queue, or the end of the consumer, does not change the count. A plain Queue has neither
    method: a worker that calls `task_done()` on it ends with an AttributeError, and whoever waits for its results
    waits forever.

    Instead: call `task_done()` exactly once after each `get()`, in a `finally` if the work can raise. Create a
    JoinableQueue for it.
    """

    code = "MP506"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem in _MESSAGES:
                problem = _MESSAGES[use.problem].format(code=self.written(use, 24))
                remedy = "call it in a `finally`" if use.problem == "raises" else "call it once for each `get()`"
                yield self.finding(use.place.span, use.methods, problem=problem, remedy=remedy, event=use)
            elif use.problem == "no task_done":
                method, _, kind = use.words.partition("\n")
                problem, remedy = f"a {kind} has no `{method}()`, so this raises", "create a JoinableQueue"
                related = related_to(use.cause, "created here")
                yield self.finding(use.place.span, use.methods, related, problem=problem, remedy=remedy, event=use)
