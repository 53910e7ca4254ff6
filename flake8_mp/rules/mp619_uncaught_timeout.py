"""MP619: uncaught timeout."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UncaughtTimeout(Rule):
    """The timeout of a pool's result is caught with the wrong TimeoutError.

    `AsyncResult.get(timeout=…)`, and `next(timeout=…)` on the iterator of `imap`, raise
    `multiprocessing.TimeoutError`. That is neither the built-in TimeoutError nor a subclass of it, in any
    version of Python, so `except TimeoutError` does not catch it. The timeouts of executors are the built-in
    TimeoutError since Python 3.11.

    Instead: catch `multiprocessing.TimeoutError`.
    """

    code = "MP619"
    message = "this raises multiprocessing.TimeoutError, not the built-in one that is caught; catch both"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "timeout":
                yield self.finding(use.place.span, use.methods, related_to(use.cause, "caught here"), event=use)
