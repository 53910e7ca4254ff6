"""MP808: exit code ignored."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ExitCodeIgnored(Rule):
    """A process fails for certain, and its parent joins it and goes on.

    An exception in a Process is printed and changes nothing in its parent: `join()` returns as if all was well, and
    the program ends with status 0. Only `exitcode` tells.

    Instead: look at `exitcode` after `join()`, or use an executor, whose `result()` raises what the worker raised.
    """

    code = "MP808"
    message = "this process ends with an error that nobody sees; check `exitcode` after `join()`"
    since = "0.1.0"
    rests_on_absence = True
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "failure":
                yield self.finding(event.place.span, event.methods, event=event)
