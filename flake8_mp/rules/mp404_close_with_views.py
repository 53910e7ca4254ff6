"""MP404: close with views."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class CloseWithViews(Rule):
    """Shared memory is closed in a way that cannot work.

    `close()` raises BufferError while slices or other memory views of `buf` exist. SharedMemory is no context
    manager, so `with` raises a TypeError and leaves the block behind.

    Instead: `release()` or delete the views first; close in a `finally`.
    """

    code = "MP404"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "views":
                related = related_to(memory.other, "the view")
                problem, remedy = f"this {memory.name} is closed while a view of it lives", "release the view first"
                yield self.finding(memory.place.span, event=memory, related=related, problem=problem, remedy=remedy)
            elif memory.problem == "with":
                problem, remedy = "SharedMemory is no context manager", "close and unlink it in a `finally`"
                yield self.finding(memory.place.span, event=memory, problem=problem, remedy=remedy)
