"""MP611: serial by accident."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Cost, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class SerialByAccident(Rule):
    """A loop waits for each task before it gives the next: one worker runs at a time.

    `Pool.apply` waits for its result, so does `.get()` or `.result()` on a task that was just given, and a process
    that is joined right after its start. In a loop it is slower than without any other process.

    Instead: give all tasks first and then ask for their results, use `map` or `starmap`; start all processes, then
    join them.
    """

    code = "MP611"
    message = "`{words}` waits in each round, so one worker runs at a time; {instead}"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for cost in module.of(Cost):
            if cost.problem == "serial":
                process = cost.words == "join()"
                instead = "join after the loop" if process else "give all tasks first"
                related = related_to(cost.cause, "the loop")
                yield self.finding(
                    cost.place.span, cost.methods, related, words=cost.words, instead=instead, event=cost
                )
