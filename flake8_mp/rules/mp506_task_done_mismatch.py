"""MP506: task done mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "never done": "this waits without end, since nobody calls `task_done()`",
    "done twice": "this is one `task_done()` more than there were items, and raises",
}


class TaskDoneMismatch(Rule):
    """`JoinableQueue.join()` waits for a `task_done()` that never comes, or gets one too many.

    `join()` returns when `task_done()` has been called as often as something was put, by whoever takes it. Where
    nobody calls it, the wait has no end; one call too many raises ValueError. A closed queue or the end of the
    consumer changes nothing about that.

    Instead: call `task_done()` exactly once for each `get()`, in a `finally` where the work can fail.
    """

    code = "MP506"
    message = "{problem}; call it once for each `get()`"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem in _SAYS:
                yield self.finding(
                    use.place.span, use.methods, problem=_SAYS[use.problem].format(words=use.words), event=use
                )
