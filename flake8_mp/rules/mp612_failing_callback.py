"""MP612: failing callback."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class FailingCallback(Rule):
    """A callback of a pool raises, or waits for the pool.

    One thread of the parent handles all results of a Pool, and it runs the callbacks. An exception in one of them ends
    that thread, so that no later result ever arrives; a callback that waits for the pool waits for the thread that it
    runs in. That goes for `error_callback` as well. A done callback of a Future that raises is only logged.

    Instead: let a callback put what it gets into a list or a queue, and handle it in the main thread.
    """

    code = "MP612"
    message = "{what}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "callback raises":
                what, instead = "this callback raises, which ends the thread that handles results", "catch it there"
                related = related_to(use.cause, "raised here")
            elif use.problem == "callback waits":
                what = f"`{use.words}()` in a callback waits for the thread that it runs in"
                instead = "call it elsewhere"
                related = related_to(use.cause, "made here")
            else:
                continue
            yield self.finding(use.place.span, use.methods, related, what=what, instead=instead, event=use)
