"""MP805: stolen exit status."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class StolenExitStatus(Rule):
    """The exit status of a process is taken away before multiprocessing can ask for it.

    The system tells the status of a child once. `os.wait()`, `os.waitpid(-1, …)` and a handler of SIGCHLD that
    calls them take it from whichever child ends first, and with SIGCHLD ignored there is none at all. Then
    `exitcode` stays None and `is_alive()` stays true for ever. Children of forkserver are those of the server, and
    are not concerned.

    Instead: join processes, or wait for their `sentinel`; with `os.fork` wait for the `pid` that it gave.
    """

    code = "MP805"
    message = "this takes the exit status of each Process, so `exitcode` stays None; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "status":
                remedy = "leave SIGCHLD alone" if event.words else "join the processes instead"
                yield self.finding(event.place.span, event.methods, remedy=remedy, event=event)
