"""MP514: misused pipe end."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "direction": (
        "`{words}()` is for the other end of this one-way pipe",
        "the first end reads, the second writes",
    ),
    "closed first": (
        "this process gets an end of a pipe that is closed already",
        "close it after `start()`",
    ),
    "closed end": (
        "this process has closed this end of the pipe",
        "close it when all is done",
    ),
    "both send": (
        "both sides send more than the pipe takes before they read",
        "let one side read first",
    ),
    "two writers": (
        "several processes write large messages into one end at once",
        "use a queue, or a lock",
    ),
}


class MisusedPipeEnd(Rule):
    """An end of a pipe is used for what it cannot do.

    `Pipe(duplex=False)` gives the end that reads first and the end that writes second; the other way round raises
    OSError. A closed end can neither be used nor given to a process. Where both sides of a two-way pipe send more
    than it takes before one of them reads, both wait for ever; and large messages that several processes write into
    the same end arrive in pieces, mixed up.

    Instead: `reader, writer = Pipe(duplex=False)`; close an end after `start()`, not before; let one side read
    first; use a queue, or a lock, where several processes write.
    """

    code = "MP514"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.told(module.of(ChannelUse), _SAYS)
