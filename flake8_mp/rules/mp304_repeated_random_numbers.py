"""MP304: repeated random numbers."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened


class RepeatedRandomNumbers(Rule):
    """Workers draw the same random numbers, because their generators have the same state.

    Under fork every child process inherits the state of the generator; under forkserver it does so since Python
    3.14, where the server process imports the main module. With a fixed seed that is set on import, the generator
    has the same state in each child process of spawn as well. The functions of the module `random` are seeded
    again in a forked child process, but `random.Random()` objects and the generators of NumPy are not. A generator that
    is passed to several workers, or is in an object that is passed to them, is copied with its state under every start
    method.

    Instead: create a generator in the worker or in the pool's `initializer`, each with a different seed: one of
    those that `numpy.random.SeedSequence(seed).spawn(n)` returns, or none, so that it is taken from the operating
    system. With the same seed in every worker, all of them still draw the same numbers.
    """

    code = "MP304"
    message = "`{name}` gives each child process the same numbers; use a different seed in each worker"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for read, methods, others in module.reads("random"):
            places = ((read.bound, "created here"), (read.handed, "the worker function is passed here"))
            related = tuple(place.related(words) for place, words in places if place is not None)
            yield self.finding(read.place.span, methods, (*related, *others), name=shortened(read.name, 40), event=read)
