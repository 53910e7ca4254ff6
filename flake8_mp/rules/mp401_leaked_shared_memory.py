"""MP401: leaked shared memory."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LeakedSharedMemory(Rule):
    """A block of shared memory is created and never unlinked.

    A block lives until somebody calls `unlink()`: closing it, or the end of the process, does not remove it.
    The resource tracker removes what is left when the program ends and complains; with `track=False`, or when
    the process is killed, the block stays until the machine restarts.

    Instead: call `close()` and `unlink()` in a `finally` of the process that created it, or use a
    SharedMemoryManager.
    """

    code = "MP401"
    message = "this {name} is never unlinked; call `unlink()` in a `finally`, or use a SharedMemoryManager"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "leak":
                yield self.finding(memory.place.span, event=memory, name=memory.name)
