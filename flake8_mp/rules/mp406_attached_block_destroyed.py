"""MP406: attached block destroyed."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class AttachedBlockDestroyed(Rule):
    """A block of shared memory is destroyed by a process that only uses it.

    `unlink()` ends a block for everybody. When a worker unlinks what its parent created, the parent finds
    nothing to unlink (FileNotFoundError). An object whose `__del__` unlinks its block does so once per copy:
    a pool pickles it, and when the task is done the worker's copy goes, and with it the block of them all. Up to
    Python 3.13 the end of a spawned process does the same.

    Instead: only the process that created a block unlinks it, when all others are done; the others close it.
    """

    code = "MP406"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            related = related_to(memory.made, "made here")
            if memory.problem == "unlinked by both":
                problem, remedy = "a worker has unlinked this block already", "unlink it in one process only"
            elif memory.problem == "ended by copy":
                problem = f"the worker's copy of this {memory.name} unlinks its block when it goes"
                remedy = "unlink where it was created"
            else:
                continue
            yield self.finding(memory.place.span, memory.methods, related, problem=problem, remedy=remedy, event=memory)
