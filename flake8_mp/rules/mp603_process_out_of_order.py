"""MP603: process out of order."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "twice": ("raises, because the process was started before", "create a new Process"),
    "not started": ("raises, because the process is not started", "call `start()` first"),
    "closed": ("raises, because the process is closed", "call `close()` last"),
    "running": ("raises, because the process is still running", "call `join()` first"),
    "asked at once": ("is None, because the process has only just been started", "call `join()` first"),
    "daemon": ("cannot be set after `start()`", "set it before"),
}


class ProcessOutOfOrder(Rule):
    """The methods of a process are called in an order that is not allowed.

    A Process can be started only once: calling `start()` again raises AssertionError, even after the process
    has ended. `join()` before `start()` raises AssertionError too, and so does setting `daemon` after it.
    `terminate()` and `kill()` before `start()` raise AttributeError. `close()` raises ValueError while the
    process is running, and after `close()` all methods and most attributes raise ValueError. `exitcode` is None
    until the process has ended, which is as false as 0, the exit code of success.

    Instead: create a new Process for each run. Call `join()` before you test `exitcode` or compare it with a number.
    Call `close()` after `join()`, as the last thing.
    """

    code = "MP603"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _MESSAGES:
                wrong, instead = _MESSAGES[life.problem]
                made = related_to(life.cause, "the process is created here")
                yield self.finding(
                    life.place.span, life.methods, made, what=life.words, wrong=wrong, instead=instead, event=life
                )
