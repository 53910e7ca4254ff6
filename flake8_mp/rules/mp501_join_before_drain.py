"""MP501: join before drain."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "join": "the process waits until its {words} is read, and this waits for the process",
    "bounded": "the process waits for room in its {words}, and this waits for the process",
    "join timeout": "the process waits until its {words} is read, so this wait is in vain",
    "exit": "the program's exit waits until this is read, and nobody reads it",
}


class JoinBeforeDrain(Rule):
    """A process is waited for before anybody takes what it has put into a queue or a pipe.

    A pipe takes 64 KiB. Whoever puts more stays in `send()`, or, with a queue, cannot exit before its feeder thread
    has written it all; it waits for a reader, and the reader waits for it in `join()`: a deadlock under every start
    method. It works while the data is small, and hangs on the day when it is not. The same goes for a queue with a
    `maxsize` that gets more items, and for the program's own exit when nobody takes what it has put.

    Reported where the data is known to be too large; of unknown data nothing is said.

    Instead: `get()` everything first, then `join()`; or `cancel_join_thread()` where the data is not wanted.
    """

    code = "MP501"
    message = "{problem}; take what was put first"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ChannelUse):
            if use.problem in _SAYS:
                yield self.finding(
                    use.place.span, use.methods, problem=_SAYS[use.problem].format(words=use.words), event=use
                )
