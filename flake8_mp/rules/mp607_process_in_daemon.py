"""MP607: process in daemon."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskTrouble, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ProcessInDaemon(Rule):
    """A process is started inside a worker of a pool, or inside a daemon process.

    The workers of a Pool are daemons, and `Process.start()` refuses to start anything in a daemon: a Process, a Pool,
    a Manager and the first task of an executor raise "daemonic processes are not allowed to have children". Threads
    and `subprocess` are not concerned, nor are the workers of a ProcessPoolExecutor, which are no daemons.

    Instead: use a ProcessPoolExecutor for the outer level, or a process without `daemon=True`.
    """

    code = "MP607"
    message = "{where} must not start a {what}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble in module.of(TaskTrouble):
            if trouble.problem == "daemon":
                what, _, where = trouble.words.partition("|")
                pool = "pool" in where
                instead = "use ProcessPoolExecutor for the outer one" if pool else "make it without `daemon=True`"
                related = related_to(trouble.cause, "handed over here")
                yield self.finding(
                    trouble.place.span, trouble.methods, related, what=what, where=where, instead=instead, event=trouble
                )
