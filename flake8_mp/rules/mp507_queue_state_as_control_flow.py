"""MP507: queue state as control flow."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class QueueStateAsControlFlow(Rule):
    """What `empty()` or `qsize()` says of a queue decides what is done next.

    It is true of a moment that is over. An item that was put is pickled and written by a thread a little later, so a
    queue is empty right after `put()`, and while a producer is still at its first item; and between `empty()` and
    `get()` another process takes the item, so that `get()` waits for ever. On macOS `qsize()` is not implemented.

    Instead: put a sentinel, such as None, for each consumer, and read until it comes; or count what has to come.
    """

    code = "MP507"
    message = "`{words}` tells of a moment that is over; read until a sentinel comes"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem == "state":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
