"""MP501: join before drain."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "join": ("`{code}` waits for a process that waits until its {words} is read", "read the {words} first"),
    "bounded": ("`{code}` waits for a process that waits for room in its {words}", "read the {words} first"),
    "join timeout": ("`{code}` times out, since the process waits for a reader", "read the {words} first"),
    "full": ("more is put here than the {words} holds, and no reader is started yet", "start one first"),
    "exit": ("nothing reads what is put here, so the program hangs at exit", "read the {words} before the end"),
}


class JoinBeforeDrain(Rule):
    """A process is joined before the data that it has put into a queue or a pipe is read.

    A pipe holds about 64 KiB. A process that sends more blocks in `send()`. A process that has put more into a
    queue cannot exit before the feeder thread of the queue has written everything to the pipe. The process
    waits for a reader, and the parent waits in `join()`: both hang under every start method, while the program
    works with less data. The same happens when more items are put into a queue than its `maxsize`, be it before
    any reader is started, and when the program ends while nobody reads what it has put. It is reported where the
    data is known to be too large.

    Instead: call `get()` for every item first, then `join()`. Call `cancel_join_thread()` if it does not
    matter that the data is lost.
    """

    code = "MP501"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(ChannelUse), _MESSAGES)
