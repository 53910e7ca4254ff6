"""MP507: queue state as control flow."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class QueueStateAsControlFlow(Rule):
    """The program relies on `empty()`, `qsize()` or `get_nowait()`, although items may still be on their way.

    `put()` hands the item to a thread, which pickles and writes it a little later. So a queue can look empty
    right after `put()`, and also while a producer still works on its first item. Between `empty()` and `get()`
    another process can take the item, and then `get()` waits forever. On macOS `qsize()` raises
    NotImplementedError.

    Instead: put one sentinel, such as None, for each consumer and read until it arrives, or count how many
    items have to arrive.
    """

    code = "MP507"
    message = "`{words}()` misses items that are still on their way; call `get()` until a sentinel arrives"
    since = "0.1.0"
    default = False

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem == "state":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
