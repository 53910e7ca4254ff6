"""MP403: shared memory used after end."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "closed": ("`{code}` fails after `close()`", "close the `{name}` after its last use"),
    "unlinked twice": ("`{code}` raises, because the block is already unlinked", "unlink it once"),
    "manager ended": ("`{code}` raises, because the block's manager has shut down", "open it while it runs"),
    "twice": ("`{code}` raises, because a block with this name exists", "unlink that one first"),
}


class SharedMemoryUsedAfterEnd(Rule):
    """Shared memory is used after `close()`, unlinked twice, or opened when it no longer exists.

    After `close()` the attribute `buf` is None, so reading or writing it raises. A second `unlink()` raises
    FileNotFoundError, and so does attaching to a block whose SharedMemoryManager has shut down. Creating a
    block under the name of an existing one raises FileExistsError.

    Instead: close each block after its last use. Unlink it once, in the process that created it.
    """

    code = "MP403"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem in _MESSAGES:
                problem, remedy = _MESSAGES[memory.problem]
                problem = problem.format(code=self.written(memory, 25))
                remedy = remedy.format(name=memory.name)
                yield self.finding(memory.place.span, event=memory, problem=problem, remedy=remedy)
