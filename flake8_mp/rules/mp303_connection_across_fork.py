"""MP303: connection across fork."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ConnectionAcrossFork(Rule):
    """A worker uses a connection, selector or thread pool that its parent made before the fork.

    Parent and child then share one connection: their messages mix, a transaction is rolled back by the other,
    a selector forgets what the other unregisters. A thread pool has no threads in the child, so its tasks
    wait for ever. An HTTP client or a database engine connects when it is first used, and keeps the connection:
    what the parent has used before the fork, its workers share. A program that the parent started is not the
    child's: `wait()` returns 0 there at once.

    Instead: make it in the worker, or in the pool's `initializer`.
    """

    code = "MP303"
    message = "`{name}` is {what} of the parent, shared by fork; make one in the worker"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads("connection", "threads"):
            places = ((read.bound, "made here"), (read.handed, "the worker is handed over here"))
            related = tuple(place.related(words) for place, words in places if place is not None)
            what = read.words if read.words.startswith(("a ", "an ")) else f"a {read.words}"
            yield self.finding(read.place.span, methods, (*related, *others), name=read.name, what=what, event=read)
