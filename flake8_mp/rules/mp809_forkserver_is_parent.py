"""MP809: forkserver is parent."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "waits": ("`{words}` is a child of the fork server, not of this process", "join the Process instead"),
    "sigchld": ("workers are children of the fork server, so no SIGCHLD arrives", "wait for their `sentinel`"),
    "asks": ("`os.getppid()` is the fork server, not the parent", "use `multiprocessing.parent_process()`"),
    "all": ("this also waits for the resource tracker, which never exits", "join the processes"),
    "signals": ("this signals the fork server, not the parent", "use the pid of `multiprocessing.parent_process()`"),
}


class ForkserverIsParent(Rule):
    """Code assumes that the program is the parent of its workers, which it is not under forkserver.

    forkserver, the default on Linux since Python 3.14, forks each worker from a server process that the program has
    started. So a Process is not a child of the program, and `os.waitpid(process.pid, ...)` raises
    ChildProcessError. The program does not get SIGCHLD when a worker exits, so code that waits for its handler to
    be called waits forever. And in a worker, `os.getppid()` is the pid of the server: compared with the pid that the
    program has passed on, it looks as if the program had exited, and a signal that is sent to it reaches the server.
    The server and the resource tracker, which spawn has as well, are children that end only with the program: a loop
    that calls `os.wait()` until there is no child left never ends.

    Instead: `join()` the Process, or wait for its `sentinel` with `multiprocessing.connection.wait()` or a selector.
    In a worker, use `multiprocessing.parent_process()`, which knows the pid of the program and whether it is alive.
    """

    code = "MP809"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            kind, _, which = event.problem.partition(": ")
            if kind == "parent" and which in _MESSAGES:
                problem, remedy = _MESSAGES[which]
                words = "the process is started here" if which == "sigchld" else "passed to the worker here"
                related = related_to(event.cause, words) if event.cause != event.place else ()
                yield self.finding(
                    event.place.span,
                    event.methods,
                    related,
                    problem=problem.format(words=event.words),
                    remedy=remedy,
                    event=event,
                )
