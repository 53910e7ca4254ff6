"""MP808: exit code ignored."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ExitCodeIgnored(Rule):
    """A process always fails, and its parent joins it without checking `exitcode`.

    An exception in a Process is printed, but does not affect the parent: `join()` returns as usual, and the
    program exits with status 0. Only `exitcode` shows the failure.

    Instead: check `exitcode` after `join()`, or use an executor, whose `result()` raises the exception of the
    worker.
    """

    code = "MP808"
    message = "this process always fails, but nothing reports it; check `exitcode` after `join()`"
    since = "0.1.0"
    needs_full_run = True
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "failure":
                yield self.finding(event.place.span, event.methods, event=event)
