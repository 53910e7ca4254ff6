"""MP108: unshared primitive."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, with_article


class UnsharedPrimitive(Rule):
    """A worker uses a global lock, queue or shared memory instead of one that is passed to it.

    Under fork the global variable of the worker refers to the parent's object. Under spawn and forkserver every
    child process imports the module and creates another object: a lock does not exclude other processes, a queue
    delivers nothing, a shared value is not shared. No exception is raised.

    Instead: pass it as an argument of the Process, or to the pool's `initializer` in `initargs`.
    """

    code = "MP108"
    message = "`{name}` is a different {what} in each child process; pass it in `args` or `initargs`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads("primitive"):
            places = ((read.bound, "created on import here"), (read.handed, "the worker function is passed here"))
            related = tuple(place.related(words) for place, words in places if place is not None)
            what = with_article(read.words).partition(" ")[2]
            yield self.finding(read.place.span, methods, (*related, *others), name=read.name, what=what, event=read)
