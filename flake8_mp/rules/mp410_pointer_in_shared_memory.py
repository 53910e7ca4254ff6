"""MP410: pointer in shared memory."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PointerInSharedMemory(Rule):
    """A pointer is put into shared memory, where it leads nowhere in another process.

    `c_char_p`, `c_wchar_p`, `py_object` and `POINTER(...)` hold an address, and what is at that address is not
    shared. A child that was spawned crashes when it reads it (segmentation fault); a forked one has a copy of
    what was there before the fork, and its parent cannot read what it sets.

    Instead: an Array of characters, `Array("c", 100)`, whose bytes are in shared memory themselves.
    """

    code = "MP410"
    message = "a {name} in shared memory points into this process only; use an Array of characters or numbers"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "pointer":
                yield self.finding(memory.place.span, memory.methods, name=memory.name, event=memory)
