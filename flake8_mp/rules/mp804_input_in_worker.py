"""MP804: input in worker."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class InputInWorker(Rule):
    """A worker reads from standard input, which is not available there.

    In every process that multiprocessing starts, `sys.stdin` reads from `/dev/null`, under every start method.
    `input()` raises EOFError, and reading returns an empty str.

    Instead: read the input in the parent, and send it to the worker.
    """

    code = "MP804"
    message = "`{name}` has nothing to read in a worker, whose stdin is /dev/null; read it in the parent"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem == "stdin":
                yield self.finding(event.place.span, event.methods, name=event.words, event=event)
