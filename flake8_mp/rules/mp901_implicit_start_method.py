"""MP901: implicit start method."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ImplicitStartMethod(Rule):
    """Processes are started by whatever method is the default, and the program never chooses one.

    The default is fork on Linux up to Python 3.13, forkserver from 3.14 on, and spawn on macOS and Windows. What a
    child inherits differs between them: settings of the interpreter, signal handlers, open files, everything that was
    done behind the guard. A program that chooses behaves the same everywhere.

    Instead: `context = multiprocessing.get_context("spawn")` and make processes from that; in a program
    `set_start_method` behind the guard does as well.
    """

    code = "MP901"
    message = "whichever start method is the default is used from here on; choose one with `get_context()`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "implicit":
                yield self.finding(cost.place.span, cost.methods, event=cost)
