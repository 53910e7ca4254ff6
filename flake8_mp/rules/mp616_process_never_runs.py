"""MP616: process never runs."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "run": ("runs the target in this process", "call `start()`"),
    "no call": ("is not called", "write `{what}()`"),
    "never": ("makes a process that nobody starts", "call its `start()`"),
    "no target": ("has arguments and no target", "pass `target=`"),
    "own start": ("replaces that of Process and starts nothing", "call `super().start()`"),
}


class ProcessNeverRuns(Rule):
    """A process is made, and nothing runs in it.

    `run()` is what the child calls: whoever calls it himself runs the target here, one after the other. `p.start`
    without parentheses does nothing, and so does a process that is never started, one that has `args` and no
    `target`, and a class whose own `start()` does not call that of Process. None of them raises anything: the
    program ends with status 0, and the work has not been done.

    Instead: give the Process a target and call its `start()`.
    """

    code = "MP616"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _SAYS:
                wrong, instead = _SAYS[life.problem]
                yield self.finding(
                    life.place.span,
                    life.methods,
                    what=life.words,
                    wrong=wrong,
                    instead=instead.format(what=life.words),
                    event=life,
                )
