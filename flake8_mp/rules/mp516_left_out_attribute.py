"""MP516: left out attribute."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LeftOutAttribute(Rule):
    """A worker reads an attribute that `__getstate__` has left out, so its copy of the object does not have it.

    Leaving a lock, a file or a connection out in `__getstate__` makes an object picklable. The copy in the worker is
    made without `__init__`, from what was kept: unless `__setstate__` makes the attribute again, reading it raises
    AttributeError there. A forked Process has the object itself, so it shows under spawn and forkserver only; what
    goes to a pool or an executor is pickled under each of them.

    Instead: write a `__setstate__` that updates `__dict__` and makes what was left out, or make it on first use.
    """

    code = "MP516"
    message = "`{what}` is dropped by `__getstate__`; set it again in `__setstate__`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Unshared):
            if event.problem == "left out":
                related = related_to(event.cause, "left out here")
                yield self.finding(event.place.span, event.methods, related, what=event.words, event=event)
