"""MP619: uncaught timeout."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UncaughtTimeout(Rule):
    """The timeout of a pool's result or of a queue is caught with the wrong TimeoutError.

    `AsyncResult.get(timeout=…)`, and `next(timeout=…)` on the iterator of `imap`, raise
    `multiprocessing.TimeoutError`. That is neither the built-in TimeoutError nor a subclass of it, in any
    version of Python, so `except TimeoutError` does not catch it. The timeouts of executors are the built-in
    TimeoutError since Python 3.11. `Queue.get(timeout=…)` raises `queue.Empty`, which is not a TimeoutError at all.

    Instead: catch `multiprocessing.TimeoutError`, and `queue.Empty` around the `get` of a queue.
    """

    code = "MP619"
    message = "this raises `{raised}`, not the {caught} that is caught; catch both"
    since = "0.1.0"
    depends_on = "whether the time is up before there is a result"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "timeout":
                is_queue = "Queue" in use.words
                raised = "queue.Empty" if is_queue else "multiprocessing.TimeoutError"
                caught = "`TimeoutError`" if is_queue else "built-in one"
                related = related_to(use.cause, "caught here")
                yield self.finding(use.place.span, use.methods, related, raised=raised, caught=caught, event=use)
