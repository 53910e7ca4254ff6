"""MP410: pointer in shared memory."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PointerInSharedMemory(Rule):
    """A pointer is stored in shared memory, where it is not valid in another process.

    `c_char_p`, `c_wchar_p`, `py_object` and `POINTER(...)` store an address. What is at that address is not
    shared. Under spawn and forkserver the child crashes when it follows the pointer (segmentation fault). A
    forked child has a copy of what was there before the fork, and its parent cannot read what the child sets.

    Instead: use an Array of characters, such as `Array("c", 100)`, which stores the bytes themselves in shared
    memory.
    """

    code = "MP410"
    message = "a `{name}` holds an address that is valid in one process only; use an Array of values"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "pointer":
                yield self.finding(memory.place.span, memory.methods, name=memory.name, event=memory)
