"""MP509: queue used after close."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "closed": (
        "`{code}` raises, because this process has closed the {words}",
        "close it after its last use",
    ),
    "join_thread": (
        "`{code}` raises while the {words} is open",
        "call `close()` first",
    ),
    "changed": (
        "`{words}` is changed after `put()`, perhaps before it is pickled",
        "put a copy",
    ),
}


class QueueUsedAfterClose(Rule):
    """A queue is used after `close()`, or an object is changed right after it was put into a queue.

    After `close()`, `put()` and `get()` raise ValueError in this process. `join_thread()` raises AssertionError
    unless `close()` was called before. `put()` hands the object to a thread, which pickles it a little later:
    when a list or dict is changed right after `put()`, the receiver sometimes gets the changed one.

    Instead: call `close()` after the last use of the queue, then `join_thread()`. Put a copy of an object that
    is changed later.
    """

    code = "MP509"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(ChannelUse), _MESSAGES)
