"""MP406: attached block destroyed."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class AttachedBlockDestroyed(Rule):
    """A worker or another program unlinks a block of shared memory that is still used.

    `unlink()` removes a block for all processes. When a worker unlinks the block that its parent created,
    `unlink()` in the parent raises FileNotFoundError, and so does the next worker that opens the block. When an
    object unlinks its block in `__del__`, each pickled copy of the object does so too: a pool deletes the worker's
    copy after the task, and the block is gone for everybody. Up to Python 3.13 the same happens when a spawned
    process ends. An object that the worker creates from the name of the block unlinks it as well when it is
    deleted, and so does a class that unlinks in `__exit__` when the worker uses it to read.

    A task that is only submitted, and a process that is only started, has not opened the block when the next
    statements run. If they unlink it, as the end of a `with` may do, the worker raises FileNotFoundError.

    A forked child whose parent has not used shared memory before has a resource tracker of its own, which unlinks the
    blocks that the child has created as soon as the child ends: others cannot open them any more, or fail to unlink
    them.

    A program that opens a block which another program has created unlinks it at its own end: its resource tracker
    takes the block for one that was forgotten.

    Instead: call `unlink()` only in the process that created the block, after all others have finished. In the
    other processes call `close()`. Other programs open it with `track=False` (Python 3.13).
    """

    code = "MP406"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            related = related_to(memory.made, "created here")
            if memory.problem == "unlinked by both":
                problem = f"`{self.written(memory)}` raises, because a worker has unlinked the block"
                remedy = "unlink it in one process only"
            elif memory.problem == "unlinked by several":
                problem = f"`{self.written(memory)}` leaves no block for the other workers"
                remedy = "unlink it in the parent"
            elif memory.problem == "ended by copy":
                problem = f"the worker's copy of this `{memory.name}` unlinks the block when deleted"
                remedy = "unlink it in one process only"
            elif memory.problem == "ended by opening":
                problem = f"this `{memory.name}` unlinks the block of the parent when deleted"
                remedy = "unlink it in one process only"
            elif memory.problem == "opened by another program":
                problem = "this program unlinks the block when it ends, although another one has made it"
                remedy = "pass `track=False`"
                related = ()
            elif memory.problem == "ended with child":
                problem = "the block is unlinked when the forked child that creates it ends"
                remedy = "create it in the parent"
                related = ()
            elif memory.problem == "unlinked early":
                problem = f"the block is unlinked before `{self.written(memory)}` opens it"
                remedy = "wait for that first"
                related = (*related, *related_to(memory.other, "unlinked here"))
            else:
                continue
            yield self.finding(memory.place.span, memory.methods, related, problem=problem, remedy=remedy, event=memory)
