"""MP605: lost error."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LostError(Rule):
    """A task raises, and nobody ever asks for its result.

    What a task raises is kept in its AsyncResult or Future, and raised where the result is asked for: in `get()`,
    `result()`, or while an iterator of `map` is gone through. Without that the program goes on as if all was well.
    `wait()` does not raise either, and leaving the `with` of an executor neither.

    Instead: ask for every result, or give an `error_callback` or a done callback.
    """

    code = "MP605"
    message = "what this task raises is lost, for nobody asks for its result; {instead}"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "lost error":
                ways = {"submit": "call `result()`", "map": "go through what `map` gives"}
                instead = ways.get(use.words, "go through the results" if "imap" in use.words else "call `get()`")
                yield self.finding(
                    use.place.span, use.methods, related_to(use.cause, "raised here"), instead=instead, event=use
                )
