"""MP603: process out of order."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "twice": ("starts a process that was started before", "make a new Process"),
    "not started": ("comes before the process is started", "call `start()` first"),
    "closed": ("comes after the process is closed", "close it last"),
    "running": ("comes while the process still runs", "`join()` it first"),
    "daemon": ("is set after `start()`", "set it before, or pass `daemon=True`"),
}


class ProcessOutOfOrder(Rule):
    """A process is started, joined, ended or closed in an order that it refuses.

    The life of a process goes one way: it is made, started once, joined, closed. `start()` on one that has been
    started raises AssertionError, even when it has ended; so do `join()` before the start, and setting `daemon`
    after it. `terminate()` and `kill()` before the start raise AttributeError, `close()` while it runs raises
    ValueError, and a closed process answers no question any more.

    Instead: make a new Process for each run; join it, read what is needed, and close it last.
    """

    code = "MP603"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _SAYS:
                wrong, instead = _SAYS[life.problem]
                made = related_to(life.cause, "the process is made here")
                yield self.finding(
                    life.place.span, life.methods, made, what=life.words, wrong=wrong, instead=instead, event=life
                )
