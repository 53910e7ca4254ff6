"""MP613: lazy target."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Misuse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LazyTarget(Rule):
    """The target of a process is a generator function or a coroutine function.

    Calling one only makes a generator or a coroutine: nothing of its body runs. The process ends at once with 0.

    Instead: hand over a function that exhausts the generator, or runs the coroutine with `asyncio.run`.
    """

    code = "MP613"
    message = "calling this target only makes {what}; hand over a function that runs it"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for misuse in module.of(Misuse):
            if misuse.problem == "lazy":
                yield self.finding(misuse.place.span, misuse.methods, what=misuse.words, event=misuse)
