"""MP205: unpicklable handoff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Details, Finding, Rule, with_article


class UnpicklableHandoff(Rule):
    """An object that cannot be pickled is sent to another process.

    Locks and events of `threading`, threads, open files, database connections, generators, modules, queues of
    `queue`, memoryviews, pools, executors and `os.environ` cannot be pickled. What is sent through a pool, an executor
    or a queue is pickled under every start method. The arguments of a Process are pickled under spawn and forkserver;
    under fork the child process inherits a copy, which is not shared with the parent.

    Instead: create the object in the worker, and pass what is needed for that (a path, a URL, a list). Or use the
    counterpart from `multiprocessing`, such as `multiprocessing.Lock` instead of `threading.Lock`.
    """

    code = "MP205"
    message = "`{via}` cannot pickle {what}; create it in the worker or pass plain data"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind in ("unpicklable", "started-process") and not obstacle.through_self:
                related = related_to(obstacle.origin, "created here")
                what = with_article(obstacle.words)
                span, methods = handoff.place.span, handoff.methods
                details = replace(Details.of(handoff), kind=obstacle.words)
                yield self.finding(span, methods, related, handoff, details, what=what, via=handoff.via)
