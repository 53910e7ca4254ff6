"""MP206: unpicklable self."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnpicklableSelf(Rule):
    """An object goes along to another process and holds something that cannot be pickled.

    A bound method takes its whole object with it, and a Process subclass its own attributes: one lock, pool,
    thread, manager or open file among them, and nothing crosses. A test method takes the running test with it, which
    holds the streams of its runner.

    Instead: hand over a function or a static method with just what it needs, or make the thing in the worker. Where
    the object has to be sent, leave the thing out in `__getstate__` and make another in `__setstate__`; what is only
    left out is missing in the worker, with an AttributeError.
    """

    code = "MP206"
    message = "{chain} goes along and is {what}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            chain, remedy = "`self`", "hand over a function"
            if obstacle.kind in ("unpicklable", "started-process") and obstacle.through_self:
                links = "".join(link for link in obstacle.chain if link[:1] in ".[")
                chain, remedy = f"`self{links}`", "make another in `__setstate__`"
            elif obstacle.kind != "running-test":
                continue
            related = related_to(obstacle.origin, "made here")
            span, methods = handoff.place.span, handoff.methods
            yield self.finding(span, methods, related, chain=chain, what=obstacle.words, remedy=remedy)
