"""MP514: misused pipe end."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "direction": (
        "`{code}` raises at this end of a one-way pipe",
        "use the other end",
    ),
    "closed first": (
        "`{code}` raises, because a pipe end in its arguments is closed",
        "close it after `start()`",
    ),
    "closed by a round": (
        "the next round raises, because it passes a closed pipe end",
        "close it after the loop",
    ),
    "closed end": (
        "`{code}` raises, because this end of the pipe is closed",
        "close it after its last use",
    ),
    "both send": (
        "both processes send more than the pipe can hold, and wait for each other",
        "let one receive first",
    ),
    "two writers": (
        "several processes send large messages through one pipe end, which mixes them up",
        "use a queue",
    ),
}


class MisusedPipeEnd(Rule):
    """One end of a pipe is used for something that it cannot do.

    `Pipe(duplex=False)` returns the end that receives first and the end that sends second. Using them the other
    way round raises OSError. A closed end can neither be used nor passed to a process, alone or within an object. Two
    processes that both send more than the pipe can hold before they receive wait forever. When several processes send
    large messages through the same end, these get mixed up.

    Instead: write `reader, writer = Pipe(duplex=False)`. Close an end after `start()`, not before. Let one side
    receive first. Where several processes send, use a queue, or hold a lock.
    """

    code = "MP514"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(ChannelUse), _MESSAGES)
