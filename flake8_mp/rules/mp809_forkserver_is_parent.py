"""MP809: forkserver is parent."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "waits": ("`{words}` is a child of the fork server, not of this process", "call `join()` on the process"),
    "hears": ("no SIGCHLD is sent here when a worker of the fork server ends", "wait for its `sentinel` instead"),
    "asks": ("`os.getppid()` is the pid of the fork server", "use `multiprocessing.parent_process()` instead"),
    "signals": ("this sends the signal to the fork server", "use the pid of `multiprocessing.parent_process()`"),
}


class ForkserverIsParent(Rule):
    """The program treats its workers as child processes, but under forkserver their parent is the fork server.

    Under forkserver, the default on Linux since Python 3.14, a server process that the program has started
    forks each worker. The program has no child with the pid of the Process, so `os.waitpid(process.pid, ...)`
    raises ChildProcessError. No SIGCHLD is sent to the program when a worker ends, so waiting for its handler
    hangs. In a worker, `os.getppid()` returns the pid of the server: a comparison with the pid of the program
    suggests that the program has ended, and a signal that is sent there ends the server.

    Instead: call `join()` on the Process, or wait for its `sentinel` with `multiprocessing.connection.wait()`
    or a selector. In a worker, use `multiprocessing.parent_process()` for the pid of the program, and to check
    whether it is alive.
    """

    code = "MP809"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            kind, _, which = event.problem.partition(": ")
            if kind == "parent" and which in _SAYS:
                problem, remedy = _SAYS[which]
                words = "the process is started here" if which == "hears" else "passed to the worker here"
                related = related_to(event.cause, words) if event.cause != event.place else ()
                yield self.finding(
                    event.place.span,
                    event.methods,
                    related,
                    problem=problem.format(words=event.words),
                    remedy=remedy,
                    event=event,
                )
