"""MP901: implicit start method."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ImplicitStartMethod(Rule):
    """Processes are started with the default start method, which depends on the platform and the Python version.

    The default is fork on Linux up to Python 3.13, forkserver on Linux since 3.14, and spawn on macOS and
    Windows. What a child inherits differs between them: interpreter settings, signal handlers, open files, and
    everything that was done under the entry guard. A program that chooses spawn behaves the
    same everywhere.

    Instead: create processes from `context = multiprocessing.get_context("spawn")`, or call `set_start_method`
    under the entry guard of the program.
    """

    code = "MP901"
    message = "this uses the default start method, which depends on the platform; choose one with `get_context()`"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "implicit":
                yield self.finding(cost.place.span, cost.methods, event=cost)
