"""MP705: endless iterable."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class EndlessIterable(Rule):
    """An infinite iterable is passed to a method that consumes all of it before it returns a result.

    `Pool.map` and similar methods first turn their iterable into a list, and the `map` of an executor submits
    every task before it returns. With `itertools.count()`, `cycle`, `repeat` or a generator that never ends,
    memory fills up and no result ever arrives.

    Instead: limit the iterable with `itertools.islice`, or `zip` it with a finite one. Or call `apply_async` or
    `submit` for single tasks, and stop when there are enough results. Since Python 3.14 the `map` of an
    executor accepts `buffersize`.
    """

    code = "MP705"
    message = "`{name}` first reads all of `{what}`, which is endless; limit it with `islice()`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "endless":
                what = cost.place.source.segment(cost.place.node, 14)
                yield self.finding(cost.place.span, cost.methods, name=cost.words, what=what, event=cost)
