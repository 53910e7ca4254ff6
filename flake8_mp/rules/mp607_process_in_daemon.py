"""MP607: process in daemon."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import TaskProblem, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ProcessInDaemon(Rule):
    """A process is started inside the worker of a pool, or inside another daemonic process.

    The workers of a Pool are daemonic, and daemonic processes are not allowed to have children: starting a
    Process, a Pool or a Manager, or submitting the first task to an executor, raises AssertionError. Threads
    and `subprocess` are not affected. The workers of a ProcessPoolExecutor are not daemonic.

    Instead: use a ProcessPoolExecutor for the outer level, or a Process without `daemon=True`.
    """

    code = "MP607"
    message = "{where} is daemonic and cannot start a `{what}`; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for trouble in module.of(TaskProblem):
            if trouble.problem == "daemon":
                what, pool = trouble.words, trouble.kind == "Pool"
                where = "a pool worker" if pool else "this process"
                other = "one" if what == "ProcessPoolExecutor" else "a ProcessPoolExecutor"
                instead = f"use {other} for the outer pool" if pool else "do not set `daemon=True`"
                related = related_to(trouble.cause, "passed to a worker here")
                yield self.finding(
                    trouble.place.span, trouble.methods, related, what=what, where=where, instead=instead, event=trouble
                )
