"""MP403: shared memory used after end."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "closed": ("used after `close()`", "close it last"),
    "unlinked twice": ("unlinked already", "unlink it once"),
    "manager ended": ("attached after its manager has ended", "attach it before"),
    "twice": ("created under a name that exists already", "unlink the first one"),
}


class SharedMemoryUsedAfterEnd(Rule):
    """Shared memory is used after it was closed, unlinked twice, or opened where nothing is.

    After `close()` the buffer is gone (`buf` is None), and a second `unlink()` finds nothing
    (FileNotFoundError); so does who attaches a block of a SharedMemoryManager that has ended. No two blocks
    can have one name (FileExistsError).

    Instead: close and unlink last, once, in the process that created the block.
    """

    code = "MP403"
    message = "this {name} is {problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem in _SAYS:
                problem, remedy = _SAYS[memory.problem]
                yield self.finding(memory.place.span, event=memory, name=memory.name, problem=problem, remedy=remedy)
