"""MP617: result of start."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "start": "keep the process, and start it in a statement of its own",
    "join": "send results through a queue, or use a Pool",
}


class ResultOfStart(Rule):
    """What `start()` or `join()` returns is used: it is None.

    `p = Process(target=work).start()` starts the process and keeps None, so that `p.join()` raises AttributeError
    and nobody can wait for the process any more. `join()` waits and returns None: what the target returns is lost.

    Instead: keep the process and start it in a statement of its own; for results use a queue, a Pool or an
    executor.
    """

    code = "MP617"
    message = "`{what}` returns None, which is used; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _SAYS:
                yield self.finding(
                    life.place.span, life.methods, what=life.words, instead=_SAYS[life.problem], event=life
                )
