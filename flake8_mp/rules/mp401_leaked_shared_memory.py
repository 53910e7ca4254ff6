"""MP401: leaked shared memory."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LeakedSharedMemory(Rule):
    """A block of shared memory is created and never unlinked.

    A block exists until `unlink()` is called for it. Closing it, or the end of the process that created it,
    does not remove it. When the program ends, the resource tracker removes the blocks that are left and prints
    a warning about leaked shared_memory objects. With `track=False`, or when the whole program is killed, the
    block stays in memory until the machine restarts.

    Instead: call `close()` and `unlink()` in a `finally` of the process that created the block, or create it
    with a SharedMemoryManager.
    """

    code = "MP401"
    message = "this `{name}` is never unlinked, so it leaks; close and unlink {it} in a `finally`"
    since = "0.1.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "leak":
                it = "its `shm`" if memory.name == "ShareableList" else "it"
                yield self.finding(memory.place.span, event=memory, name=memory.name, it=it)
