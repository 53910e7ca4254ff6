"""MP804: input in worker."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class InputInWorker(Rule):
    """A worker reads from standard input, of which it has none.

    Every process that multiprocessing starts has `/dev/null` as its `sys.stdin`, under every start method: `input()`
    raises EOFError, and reading gives nothing at all.

    Instead: read in the parent, and send the worker what was read.
    """

    code = "MP804"
    message = "`{name}` finds no input in a worker, whose stdin is closed; read it in the parent"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "stdin":
                yield self.finding(event.place.span, event.methods, name=event.words, event=event)
