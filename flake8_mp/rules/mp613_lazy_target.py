"""MP613: lazy target."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Misuse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LazyTarget(Rule):
    """The target of a process is a generator function or a coroutine function.

    Calling such a function only creates a generator or a coroutine; none of its body runs. The process ends at
    once, with exit code 0.

    Instead: pass a function that consumes the generator, or that runs the coroutine with `asyncio.run`.
    """

    code = "MP613"
    message = "calling `{code}` only creates {what}; pass a function that runs the {kind}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for misuse in module.of(Misuse):
            if misuse.problem == "lazy":
                code, kind = self.written(misuse, 24), misuse.words.removeprefix("a ")
                yield self.finding(
                    misuse.place.span, misuse.methods, code=code, what=misuse.words, kind=kind, event=misuse
                )
