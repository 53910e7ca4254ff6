"""MP403: shared memory used after end."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class SharedMemoryUsedAfterEnd(Rule):
    """Shared memory is used after it was closed, or unlinked twice.

    After `close()` the buffer is gone (`buf` is None), and a second `unlink()` finds nothing
    (FileNotFoundError).

    Instead: close and unlink last, once, in the process that created the block.
    """

    code = "MP403"
    message = "this {name} is {problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "closed":
                yield self.finding(
                    memory.place.span, name=memory.name, problem="used after `close()`", remedy="close it last"
                )
            elif memory.problem == "unlinked twice":
                yield self.finding(
                    memory.place.span, name=memory.name, problem="unlinked already", remedy="unlink it once"
                )
