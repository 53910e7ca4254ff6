"""MP809: forkserver is parent."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "waits": ("`{words}` is not a child of this process under forkserver", "join the Process instead"),
    "hears": ("no SIGCHLD comes when a process of forkserver ends", "wait for its `sentinel` instead"),
    "asks": ("under forkserver `os.getppid()` is the server", "ask `multiprocessing.parent_process()` instead"),
    "signals": ("under forkserver this signals the server", "use the pid of `multiprocessing.parent_process()`"),
}


class ForkserverIsParent(Rule):
    """Code takes the program for the parent of its workers, and under forkserver their parent is the server.

    forkserver, the default on Linux since Python 3.14, forks each worker from a server that the program has started.
    So the program has no child with the number of a Process: `os.waitpid(process.pid, ...)` raises
    ChildProcessError. No SIGCHLD reaches it when a worker ends, so who waits for a handler of it to be called
    waits forever. And in a worker `os.getppid()` is the number of the server: compared with what the program has
    passed on it says that the program has ended, and a signal that is sent there ends the server.

    Instead: `join()` a Process, or wait for its `sentinel` with `multiprocessing.connection.wait()` or a selector; in
    a worker ask `multiprocessing.parent_process()` for the pid of the program, and if it lives.
    """

    code = "MP809"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            kind, _, which = event.problem.partition(": ")
            if kind == "parent" and which in _SAYS:
                problem, remedy = _SAYS[which]
                words = "such a process is started here" if which == "hears" else "the worker is handed over here"
                related = related_to(event.cause, words) if event.cause != event.place else ()
                yield self.finding(
                    event.place.span,
                    event.methods,
                    related,
                    problem=problem.format(words=event.words),
                    remedy=remedy,
                    event=event,
                )
