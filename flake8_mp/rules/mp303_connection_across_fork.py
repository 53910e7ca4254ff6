"""MP303: connection across fork."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, with_article


class ConnectionAcrossFork(Rule):
    """A worker uses a connection, selector or thread pool that its parent created before the fork.

    A forked child process inherits the connection, and shares it with its parent: their messages get mixed up, one
    process rolls back the transaction of the other, a selector loses what the other process unregisters. A thread
    pool has no threads in the child process, so its tasks wait forever. An HTTP client or a database engine
    connects when it is first used, and keeps the connection: where the parent has used it before the fork, its
    workers share that connection. A program that the parent has started is not a child of the worker:
    `Popen.wait()` returns 0 there at once, and both write into one pipe. An event loop that a thread of the parent
    runs is not run in the child process, so `run_coroutine_threadsafe(...).result()` waits forever.

    Instead: create it in the worker, or in the pool's `initializer`.
    """

    code = "MP303"
    message = "`{name}` is {what} that belongs to the parent; create one in the worker"
    since = "0.1.0"
    depends_on = "which of the processes uses the connection, and when"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads("connection", "threads"):
            places = ((read.bound, "created here"), (read.handed, "the worker function is passed here"))
            related = tuple(place.related(words) for place, words in places if place is not None)
            what, related = with_article(read.words), (*related, *others)
            yield self.finding(read.place.span, methods, related, name=read.name, what=what, event=read)
