"""MP208: foreign primitive."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Foreign, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ForeignPrimitive(Rule):
    """A lock, queue or shared value of one context is passed to a process of another context.

    These objects belong to the context that creates them. One that is created for fork has a semaphore without a
    name, which a child process of spawn or forkserver cannot open: newer versions of Python raise RuntimeError,
    older ones crash or hang.

    Instead: create it with the context that starts the process: `ctx.Queue()` with `ctx.Process(...)`.
    """

    code = "MP208"
    message = "this `{what}` and the process use different start methods; create both from one context"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for foreign in module.of(Foreign):
            related = related_to(foreign.made, "created here")
            yield self.finding(
                foreign.place.span,
                foreign.methods,
                related,
                what=foreign.words.removeprefix("multiprocessing."),
                theirs=foreign.theirs,
                event=foreign,
            )
