"""MP805: stolen exit status."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class StolenExitStatus(Rule):
    """The exit status of a process is collected before multiprocessing can read it.

    The operating system reports the exit status of a child process only once. `os.wait()`, `os.waitpid(-1, …)`
    and a SIGCHLD handler that calls them collect the status of whichever child ends first, and while SIGCHLD is
    ignored there is no status at all. Then `exitcode` stays None and `is_alive()` stays true forever. Under
    forkserver the server is the parent of the workers, so they are not affected by the program's handlers.

    Instead: call `join()` on the processes, or wait for their `sentinel`. After `os.fork()`, wait for the pid
    that it returned.
    """

    code = "MP805"
    message = "this discards the exit status of processes, so `exitcode` stays None; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "status":
                remedy = "do not ignore SIGCHLD" if event.words else "call `join()` instead"
                yield self.finding(event.place.span, event.methods, remedy=remedy, event=event)
