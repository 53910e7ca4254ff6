"""MP111: import time identity."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ImportTimeIdentity(Rule):
    """A global variable has a different value in each process, because it is computed on import.

    A run identifier, a token or a temporary directory that is created at module level is created again when a
    child process of spawn, or the server process of forkserver, imports the module. The parent and its workers
    then use different values: results are written to a directory where nobody looks for them. Under fork all
    processes have the same value.

    Instead: create it under the entry guard, and pass it to the workers as an argument or with the pool's
    `initializer`.
    """

    code = "MP111"
    message = "`{name}` has a different value in the child process; pass it to the worker as an argument"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "identity":
                places = (
                    (event.cause, "computed again on each import here"),
                    (event.handed, "the worker function is passed here"),
                )
                related = tuple(place.related(words) for place, words in places if place is not None)
                yield self.finding(event.place.span, event.methods, related, name=event.words, event=event)
