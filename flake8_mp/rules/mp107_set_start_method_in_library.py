"""MP107: set start method in library."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class SetStartMethodInLibrary(Rule):
    """A library chooses the start method for the whole program.

    `set_start_method` can be called once in a program, and the program is not yours: when it chooses a method itself,
    one of the two calls raises RuntimeError, and otherwise everything else in it changes its behaviour with an import.

    Instead: take `get_context("spawn")` and make processes, pools and queues from that.
    """

    code = "MP107"
    message = "this chooses the start method for whoever imports the file; use `get_context()` here"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "library":
                yield self.finding(cost.place.span, cost.methods, event=cost)
