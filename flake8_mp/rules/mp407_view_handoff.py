"""MP407: view handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ViewHandoff(Rule):
    """A worker writes to a pickled copy of an array instead of to the shared memory.

    NumPy pickles an array by value, wherever its memory is. What the worker of a pool or an executor writes to
    such an argument is lost, without an error. A Process receives a copy as well under spawn and forkserver. A slice of
    an Array is a list, and so a copy under every start method.

    Instead: pass the SharedMemory object or its name, or the Array itself, and make the array in the worker.
    """

    code = "MP407"
    message = "`{code}` changes a {kind} copy; pass the {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "copied":
                related = related_to(memory.made, "passed to the worker here")
                is_slice = memory.name == "slice"
                instead = "Array itself" if is_slice else f"{memory.name}, and make the array in the worker"
                yield self.finding(
                    memory.place.span,
                    memory.methods,
                    related,
                    memory,
                    code=self.written(memory, 18),
                    kind="sliced" if is_slice else "pickled",
                    instead=instead,
                )
