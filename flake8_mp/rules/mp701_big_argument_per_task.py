"""MP701: big argument per task."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class BigArgumentPerTask(Rule):
    """The same large object is sent to a worker again with each task.

    The arguments of a task are pickled, written to a pipe and unpickled for each task or each chunk of tasks.
    That includes the arguments of `submit` and `apply_async`, the arguments bound by `functools.partial`, and
    `self` of a bound method. With 20 MB and ten tasks this took half a second, and almost no time when the
    workers had the data already.

    Instead: pass it once, through `initializer` and `initargs`, and let the workers keep it in a global
    variable, or put it into shared memory.
    """

    code = "MP701"
    message = "`{what}` sends {size} MB with each task; pass the data once, through `initializer`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "sent again":
                where = cost.elsewhere or cost.place
                what = where.source.segment(where.node, 24)
                yield self.finding(cost.place.span, cost.methods, what=what, size=cost.words, event=cost)
