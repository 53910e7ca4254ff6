"""MP509: queue used after close."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "closed": (
        "this process has closed the {words}, so this raises",
        "close it when all is done",
    ),
    "join_thread": (
        "`join_thread()` raises while the {words} is open",
        "`close()` it first",
    ),
    "changed": (
        "`{words}` is changed right after this, and pickled even later",
        "put a copy",
    ),
}


class QueueUsedAfterClose(Rule):
    """A queue is used after its end, or what was put is changed before it is written.

    `close()` says that this process puts and takes nothing more: `put()` and `get()` raise ValueError from then on.
    `join_thread()` is for afterwards, and raises AssertionError before. In between, a thread pickles what was put,
    a little later: a list or dict that is changed right after `put()` arrives changed, sometimes.

    Instead: close a queue when all is done, then `join_thread()`; put a copy of what goes on changing.
    """

    code = "MP509"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.told(module.of(ChannelUse), _SAYS)
