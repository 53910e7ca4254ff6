"""MP304: repeated random numbers."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class RepeatedRandomNumbers(Rule):
    """Workers draw from a generator of random numbers that was made on import, and all draw the same.

    fork copies the state of a generator into every child; forkserver does since Python 3.14, where the server
    imports the main module. With a fixed seed each child of spawn starts from that seed as well. The functions of
    the module `random` are seeded again in each child; `random.Random()` objects and NumPy's generators are not.

    Instead: make a generator in the worker or in the pool's `initializer`, each from another seed: one of those that
    `numpy.random.SeedSequence(seed).spawn(n)` gives, or none at all, which takes it from the operating system. With
    the same seed in every worker all of them still draw the same.
    """

    code = "MP304"
    message = "`{name}` gives each child the same numbers; make one in each worker, seeded on its own"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads("random"):
            places = ((read.bound, "made here"), (read.handed, "the worker is handed over here"))
            related = tuple(place.related(words) for place, words in places if place is not None)
            yield self.finding(read.place.span, methods, (*related, *others), name=read.name[:40], event=read)
