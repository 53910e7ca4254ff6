"""MP301: fork with thread."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ForkHazard, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ForkWithThread(Rule):
    """A process is forked while a thread of this process is running.

    fork copies the memory but only the thread that calls it. A lock that another thread holds at that moment
    stays locked in the child for ever, whatever it protects: a module's state, a buffer, the allocator of a
    library. Python 3.12 warns of it, but not when multiprocessing forks.

    Instead: start processes before threads, or use a spawn or forkserver context.
    """

    code = "MP301"
    message = "a {what} is running while a process is forked; start processes first, or do not fork"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for hazard in module.of(ForkHazard):
            if hazard.problem == "thread":
                related = related_to(hazard.cause, "made here")
                yield self.finding(hazard.place.span, hazard.methods, related, what=hazard.words, event=hazard)
