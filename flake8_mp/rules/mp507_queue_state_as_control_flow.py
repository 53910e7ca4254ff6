"""MP507: queue state as control flow."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "state": (
        "`{words}()` misses items that are still on their way",
        "call `get()` until a sentinel arrives",
    ),
    "exception": (
        "`Empty` does not mean that no more items come",
        "call `get()` until a sentinel arrives",
    ),
    "state of many": (
        "another process can take the last item after `{words}()`, then `get()` hangs",
        "use sentinels",
    ),
}


class QueueStateAsControlFlow(Rule):
    """The program relies on `empty()`, `qsize()` or `get_nowait()`, although items may still be on their way.

    `put()` hands the item to a thread, which pickles and writes it a little later. So a queue can look empty
    right after `put()`, and also while a producer still works on its first item. A loop that ends as soon as the
    queue looks empty, or as `get_nowait()` raises Empty, then ends before the first item has arrived. Where several
    processes take from one queue, another one can take the last item between `empty()` and `get()`, and then `get()`
    waits forever. On macOS `qsize()` raises NotImplementedError.

    It is reported where the state of the queue alone ends the loop, no other loop comes back to the queue, and the
    processes that put something into it have only just been started.

    Instead: put one sentinel, such as None, for each consumer and read until it arrives, or count how many
    items have to arrive.
    """

    code = "MP507"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    depends_on = "how soon the items arrive"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(ChannelUse), _MESSAGES)
