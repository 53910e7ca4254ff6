"""MP205: unpicklable handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnpicklableHandoff(Rule):
    """A value that cannot be pickled is handed to another process.

    Locks and events of `threading`, threads, open files, database connections, generators, modules, queues of
    `queue`, memory views, pools and executors stay in their process. What goes through a pool, an executor or
    a queue is always pickled; the arguments of a Process are pickled by spawn and forkserver, and fork gives
    it a copy that is not shared.

    Instead: pass what the other process needs to make its own (a path, a URL, a list), or use the counterpart
    of `multiprocessing`.
    """

    code = "MP205"
    message = "{via} cannot pickle {what}; make it in the worker or pass plain data"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind in ("unpicklable", "started-process") and not obstacle.through_self:
                related = related_to(obstacle.origin, "made here")
                yield self.finding(
                    handoff.place.span, handoff.methods, related, what=obstacle.words, via=handoff.via, event=handoff
                )
