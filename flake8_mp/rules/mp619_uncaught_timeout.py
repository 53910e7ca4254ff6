"""MP619: uncaught timeout."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UncaughtTimeout(Rule):
    """The timeout of a pool's result is caught by a class that it does not belong to.

    `AsyncResult.get(timeout=…)` and `next(timeout=…)` of `imap` raise `multiprocessing.TimeoutError`, which is neither
    the builtin TimeoutError nor a subclass of it, on any Python. `except TimeoutError` lets it through. The timeouts of
    executors are the builtin since Python 3.11.

    Instead: catch `multiprocessing.TimeoutError`.
    """

    code = "MP619"
    message = "this raises `multiprocessing.TimeoutError`, not the builtin that is caught; catch that one"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "timeout":
                yield self.finding(use.place.span, use.methods, related_to(use.cause, "caught here"), event=use)
