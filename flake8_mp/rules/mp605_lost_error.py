"""MP605: lost error."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import PoolUse, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LostError(Rule):
    """A task raises an exception, and nothing ever asks for its result.

    The exception of a task is stored in its AsyncResult or Future, and raised by `get()` or `result()`, or
    while the iterator that `map` returns is consumed. Otherwise the program goes on as if the task had
    succeeded. Neither `wait()` nor leaving the `with` of an executor raises it.

    Instead: ask for every result, or pass an `error_callback` or add a done callback.
    """

    code = "MP605"
    message = "the result of this task is never retrieved, so its exception is lost; {instead}"
    since = "0.1.0"
    depends_on = "whether the task fails"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(PoolUse):
            if use.problem == "lost error":
                advice = {"submit": "call `result()`", "map": "iterate over the results"}
                instead = advice.get(use.words, "iterate over the results" if "imap" in use.words else "call `get()`")
                yield self.finding(
                    use.place.span, use.methods, related_to(use.cause, "raised here"), instead=instead, event=use
                )
