"""MP207: primitive as task argument."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PrimitiveAsTaskArgument(Rule):
    """A queue, lock, event or shared value goes through a pool, an executor or another queue.

    Such objects can be passed to a child only while it is started ("should only be shared between processes
    through inheritance"): a task that carries one raises RuntimeError under every start method, or vanishes.

    Instead: give it to the workers with `initializer` and `initargs`, pass it as an argument of a Process, or
    use a Manager's, which can travel.
    """

    code = "MP207"
    message = "{via} cannot pickle {what}; pass it with the pool's `initargs`, or use a Manager's"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind != "inherit":
                continue
            related = related_to(obstacle.origin, "made here")
            yield self.finding(
                handoff.place.span,
                handoff.methods,
                related,
                what=obstacle.words.removeprefix("multiprocessing."),
                via=handoff.via,
                event=handoff,
            )
