"""MP402: unlink not on every path."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnlinkNotOnEveryPath(Rule):
    """A block of shared memory is unlinked on some paths through a function, but not on all.

    An early return or an exception skips the call of `unlink()`, and the block stays in memory.

    Instead: call `close()` and `unlink()` in a `finally`.
    """

    code = "MP402"
    message = "this `{name}` is not unlinked on every path; unlink {it} in a `finally`"
    since = "0.1.0"
    depends_on = "whether an exception is raised before the block is unlinked"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "leak on a way":
                it = "its `shm`" if memory.name == "ShareableList" else "it"
                yield self.finding(memory.place.span, event=memory, name=memory.name, it=it)
