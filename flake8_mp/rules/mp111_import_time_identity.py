"""MP111: import time identity."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ImportTimeIdentity(Rule):
    """A name of the module is bound on import to something that is different in each process.

    A run's identifier, a token or a temporary folder that is made at module level is made again by each child of
    spawn, which imports the module, and by the server of forkserver. The parent and its workers then use
    different ones: results lie in a folder where nobody looks. Under fork they are the same.

    Instead: make it under the `__main__` guard, and hand it to the workers as an argument or through the pool's
    `initializer`.
    """

    code = "MP111"
    message = "`{name}` differs between the child and its parent; pass it to the worker as an argument"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "identity":
                related = related_to(event.cause, "each import makes a new one here")
                yield self.finding(event.place.span, event.methods, related, name=event.words, event=event)
