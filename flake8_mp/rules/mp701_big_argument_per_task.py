"""MP701: big argument per task."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class BigArgumentPerTask(Rule):
    """Something big is sent again with each task, although it is the same each time.

    What a pool or an executor is given is pickled, written through a pipe and unpickled for each task, or for each
    chunk of them: the arguments of `submit` and `apply_async`, what `partial` has bound, `self` of a bound method.
    With 20 MB and ten tasks that took half a second, and next to nothing when the workers had it already.

    Instead: hand it over once, by `initializer` and `initargs`, and let the workers keep it in a name of the module;
    or put it into shared memory.
    """

    code = "MP701"
    message = "`{what}` brings {size} MB along for each task; hand it over once, by `initializer`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "sent again":
                what = cost.place.source.segment(cost.place.node, 24)
                yield self.finding(cost.place.span, cost.methods, what=what, size=cost.words, event=cost)
