"""MP206: unpicklable self."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnpicklableSelf(Rule):
    """An object goes along to another process and holds something that cannot be pickled.

    A bound method takes its whole object with it, and a Process subclass its own attributes: one lock, pool,
    thread, manager or open file among them, and nothing crosses.

    Instead: hand over a function or a static method with just what it needs, make the thing in the worker, or
    leave it out in `__getstate__`.
    """

    code = "MP206"
    message = "{chain} goes along and is {what}; leave it out in `__getstate__`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind in ("unpicklable", "started-process") and obstacle.through_self:
                related = related_to(obstacle.origin, "made here")
                links = "".join(link for link in obstacle.chain if link[:1] in ".[")
                what = obstacle.words
                yield self.finding(handoff.place.span, handoff.methods, related, chain=f"`self{links}`", what=what)
