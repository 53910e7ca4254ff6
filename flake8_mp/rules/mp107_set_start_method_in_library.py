"""MP107: set start method in library."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class SetStartMethodInLibrary(Rule):
    """A library sets the start method of the whole program.

    `set_start_method` can be called only once in a program. If the program that uses the library calls it too, one
    of the two calls raises RuntimeError. If not, importing the library changes how all other code of the program
    starts processes.

    Instead: call `get_context("spawn")`, and create processes, pools and queues from this context.
    """

    code = "MP107"
    message = "this sets the start method of every program that imports the file; use `get_context()`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "library":
                yield self.finding(cost.place.span, cost.methods, event=cost)
