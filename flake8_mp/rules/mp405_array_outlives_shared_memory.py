"""MP405: array outlives shared memory."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ArrayOutlivesSharedMemory(Rule):
    """An array on shared memory is used after the block is closed or gone.

    A NumPy array on `buf` points into the mapping. `close()`, or the end of the SharedMemory object, unmaps
    it: the next access crashes the interpreter.

    Instead: keep the SharedMemory object as long as the array, drop the array first, copy what has to
    survive.
    """

    code = "MP405"
    message = "the array on this {name} {problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            related = related_to(memory.other, "the array")
            if memory.problem == "crash":
                problem, remedy = "is used after `close()`, which crashes", "copy it first"
                yield self.finding(
                    memory.place.span, event=memory, related=related, name=memory.name, problem=problem, remedy=remedy
                )
            elif memory.problem == "dropped":
                problem, remedy = "outlives it, which crashes", "keep the block"
                yield self.finding(
                    memory.place.span, event=memory, related=related, name=memory.name, problem=problem, remedy=remedy
                )
