"""MP404: close with views."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class CloseWithViews(Rule):
    """Shared memory is closed while views of it exist, or used in a `with` statement.

    `close()` raises BufferError while a slice or another memoryview of `buf` exists. SharedMemory is not a
    context manager, so a `with` statement raises TypeError and leaves the new block behind.

    Instead: call `release()` on the views, or delete them, before `close()`. Call `close()` in a `finally`.
    """

    code = "MP404"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "views":
                related = related_to(memory.other, "the view is created here")
                problem = f"`{self.written(memory)}` raises BufferError while a view of the memory exists"
                remedy = "release the view first"
                yield self.finding(memory.place.span, event=memory, related=related, problem=problem, remedy=remedy)
            elif memory.problem == "with":
                problem = "`SharedMemory` is not a context manager, so `with` raises"
                remedy = "close it in a `finally`"
                yield self.finding(memory.place.span, event=memory, problem=problem, remedy=remedy)
