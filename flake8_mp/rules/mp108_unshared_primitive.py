"""MP108: unshared primitive."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnsharedPrimitive(Rule):
    """A worker uses a lock, a queue or shared memory of its module instead of receiving it.

    Under fork the global of the worker is the parent's object. Under spawn and forkserver every child imports
    the module and makes another one: a lock excludes nobody, a queue delivers nothing, a value counts for
    itself, and nothing says so.

    Instead: pass it as an argument of the process, or through the pool's `initializer`.
    """

    code = "MP108"
    message = "`{name}` is another {what} in each child; pass it to the Process or by `initargs`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads("primitive"):
            places = ((read.bound, "made on import here"), (read.handed, "the worker is handed over here"))
            related = tuple(place.related(words) for place, words in places if place is not None)
            what = read.words.removeprefix("multiprocessing.")
            yield self.finding(read.place.span, methods, (*related, *others), name=read.name, what=what, event=read)
