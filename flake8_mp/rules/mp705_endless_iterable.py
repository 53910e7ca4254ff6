"""MP705: endless iterable."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class EndlessIterable(Rule):
    """An iterable without end is given to what reads it to its end before it returns.

    `Pool.map` and its kin make a list of their iterable first, and an executor's `map` submits every task before it
    gives the first result: with `itertools.count()`, `cycle`, `repeat` or a generator that never returns, memory
    fills up and no result ever comes.

    Instead: limit it with `itertools.islice` or by a `zip` with something that ends; or give the tasks to
    `apply_async` or `submit` one by one, and stop when enough results are there. From Python 3.14 on an executor's
    `map` takes `buffersize`.
    """

    code = "MP705"
    message = "`{name}` first reads all of `{what}`, which never ends; limit it with `islice`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "endless":
                what = cost.place.source.segment(cost.place.node, 15)
                yield self.finding(cost.place.span, cost.methods, name=cost.words, what=what, event=cost)
