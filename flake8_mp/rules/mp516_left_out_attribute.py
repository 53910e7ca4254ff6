"""MP516: left out attribute."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LeftOutAttribute(Rule):
    """A worker reads an attribute that `__getstate__` has dropped, so its copy of the object does not have it.

    Dropping a lock, a file or a connection in `__getstate__` makes an object picklable. The copy in the worker is
    made from what was kept, without calling `__init__`: unless `__setstate__` creates the attribute again, reading it
    raises AttributeError there. A forked Process has the object itself, so the error shows under spawn and forkserver
    only; what is sent to a pool or an executor is pickled under every start method.

    The queues, locks, semaphores, conditions and barriers of multiprocessing have a `__getstate__` of their own, which
    knows nothing of the attributes of a subclass.

    Instead: write a `__setstate__` that updates `__dict__` and creates what was dropped, or create it on first use.
    In a subclass of a queue or lock, add it to the state: `return super().__getstate__(), self.size`, and take both
    apart again in `__setstate__`.
    """

    code = "MP516"
    message = "`{what}` is dropped by `{by}`; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Unshared):
            if event.problem == "left out":
                related = related_to(event.cause, "dropped here")
                by = f"{event.kind}.__getstate__" if event.kind else "__getstate__"
                remedy = "override it and `__setstate__`" if event.kind else "set it again in `__setstate__`"
                yield self.finding(
                    event.place.span, event.methods, related, what=event.words, by=by, remedy=remedy, event=event
                )
