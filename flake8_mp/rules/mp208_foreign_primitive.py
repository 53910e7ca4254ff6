"""MP208: foreign primitive."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Foreign, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ForeignPrimitive(Rule):
    """A lock, queue or value of one context is given to a process of another.

    A primitive belongs to the context that made it. One that was made for fork has a semaphore without a
    name, which a child of spawn or forkserver cannot open: it raises RuntimeError on newer Pythons and
    crashes or hangs on older ones.

    Instead: make it with the context that starts the processes: `ctx.Queue()` beside `ctx.Process(...)`.
    """

    code = "MP208"
    message = "this {what} is made for another start method than the process; make both with one context"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for foreign in module.of(Foreign):
            related = related_to(foreign.made, "made here")
            yield self.finding(
                foreign.place.span,
                foreign.methods,
                related,
                what=foreign.words.removeprefix("multiprocessing."),
                theirs=foreign.theirs,
                event=foreign,
            )
