"""MP207: primitive as task argument."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, with_article

_NOT_MANAGED = frozenset({"SimpleQueue", "RawValue", "RawArray"})
"""Kinds for which a manager has no method."""


class PrimitiveAsTaskArgument(Rule):
    """A lock, queue, event or shared value is sent through a pool, an executor or a queue.

    These objects can be passed to a child process only when it is started ("should only be shared between
    processes through inheritance"). A task or an item that contains one cannot be pickled, under any start method:
    RuntimeError is raised, or the task or item is lost.

    Instead: pass it to the workers with `initializer` and `initargs`, or as an argument of a Process. Or create it
    with a manager, whose proxies can be pickled: `Manager().Lock()`.
    """

    code = "MP207"
    message = "`{via}` cannot pickle {what}; pass it {how}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind != "inherit":
                continue
            related = related_to(obstacle.origin, "created here")
            kind = obstacle.words.removeprefix("multiprocessing.")
            how = "to the Process" if handoff.via.endswith((".put", ".send")) else "in `initargs`"
            how += "" if kind in _NOT_MANAGED else ", or create it with a Manager"
            what, via = with_article(kind), handoff.via
            yield self.finding(handoff.place.span, handoff.methods, related, what=what, via=via, how=how, event=handoff)
