"""MP612: failing callback."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class FailingCallback(Rule):
    """A callback of a pool raises an exception, or waits for the pool.

    One thread of the parent handles all results of a Pool, and it also runs the callbacks. An exception in a
    callback ends that thread, so that no later result ever arrives. A callback that waits for the pool waits
    for the thread in which it runs, and hangs. The same is true of `error_callback`. When a done callback of a
    Future raises, the exception is only logged.

    Instead: let the callback put what it gets into a list or a queue, and process it in the main thread.
    """

    code = "MP612"
    message = "{what}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "callback raises":
                what = "this callback raises, which ends the pool's result thread"
                instead = "catch the exception in the callback"
                related = related_to(use.cause, "raised here")
            elif use.problem == "done callback raises":
                what = "this callback always raises, which is only logged"
                instead = "handle the error in the callback"
                related = related_to(use.cause, "raised here")
            elif use.problem == "callback waits":
                what = f"`{use.words}()` in a callback hangs, because it waits for the thread that runs it"
                instead = "call it elsewhere"
                related = related_to(use.cause, "the pool is created here")
            else:
                continue
            yield self.finding(use.place.span, use.methods, related, what=what, instead=instead, event=use)
