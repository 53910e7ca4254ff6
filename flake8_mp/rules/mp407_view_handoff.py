"""MP407: view handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ViewHandoff(Rule):
    """A worker writes into an array on shared memory that it got as an argument, and it is a copy.

    A NumPy array is pickled by value, wherever its memory comes from. What a worker of a pool or an executor
    writes into such an argument is lost, without any error; so it is for a process that is not forked.

    Instead: hand over the SharedMemory or its name, and make the array in the worker.
    """

    code = "MP407"
    message = "this writes into a copy of the shared {name}; hand over the block, and make the array here"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem == "copied":
                related = related_to(memory.made, "handed over here")
                yield self.finding(memory.place.span, memory.methods, related, name=memory.name, event=memory)
