"""MP611: serial by accident."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class SerialByAccident(Rule):
    """A loop waits for each task before it starts the next, so only one worker runs at a time.

    `Pool.apply` waits for its result. So does `.get()` or `.result()` right after a task was submitted, and
    `join()` right after `start()`. In a loop this is slower than doing the work without other processes.

    Instead: submit all tasks first, then ask for their results, or use `map` or `starmap`. Start all processes
    first, then join them.
    """

    code = "MP611"
    message = "`{words}` waits in each iteration, so one {what} runs at a time; {instead}"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "serial":
                process = cost.words == "join()"
                instead = "join after the loop" if process else "submit all tasks first"
                related = related_to(cost.cause, "the loop")
                yield self.finding(
                    cost.place.span,
                    cost.methods,
                    related,
                    words=cost.words,
                    what="process" if process else "task",
                    instead=instead,
                    event=cost,
                )
