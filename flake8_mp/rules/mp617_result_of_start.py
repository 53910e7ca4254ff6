"""MP617: result of start."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "start": ("the process", "assign the process, and start it in a separate statement"),
    "join": ("the result", "send results through a queue, or use a Pool"),
}


class ResultOfStart(Rule):
    """The return value of `start()` or `join()` is used, and it is always None.

    `p = Process(target=work).start()` starts the process and assigns None, so `p.join()` raises AttributeError,
    and the process cannot be joined any more. `join()` waits and returns None; what the target returns is lost.

    Instead: assign the process, and call `start()` in a statement of its own. For results use a queue, a Pool
    or an executor.
    """

    code = "MP617"
    message = "`{what}` returns None, not {wanted}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _MESSAGES:
                wanted, instead = _MESSAGES[life.problem]
                yield self.finding(
                    life.place.span, life.methods, what=life.words, wanted=wanted, instead=instead, event=life
                )
