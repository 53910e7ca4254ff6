"""MP405: array outlives shared memory."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ArrayOutlivesSharedMemory(Rule):
    """A NumPy array is used after the shared memory below it was closed.

    An array that is made with `buffer=block.buf` does not copy the memory. `close()` unmaps it, and so does
    Python when the last reference to the SharedMemory object is gone. The next access to the array crashes the
    interpreter (segmentation fault). The last reference is also gone where its name is bound to something else.

    Instead: keep a reference to the SharedMemory object for as long as the array is used, and copy what is
    needed after `close()`, for example with `array.copy()`.
    """

    code = "MP405"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            related = related_to(memory.other, "the array is created here")
            if memory.problem == "crash":
                problem = f"`{self.written(memory, 24)}` crashes, because `close()` has unmapped the array"
                remedy = "close it after the last use"
            elif memory.problem == "dropped":
                problem = f"the array outlives this `{memory.name}`, so using it crashes"
                remedy = "keep a reference to the block"
            elif memory.problem == "lost":
                problem = f"an array loses its `{memory.name}` here, so using it crashes"
                remedy = "keep a reference to the block"
            else:
                continue
            yield self.finding(memory.place.span, event=memory, related=related, problem=problem, remedy=remedy)
