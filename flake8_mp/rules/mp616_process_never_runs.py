"""MP616: process never runs."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "run": ("runs the target in this process", "call `start()` instead"),
    "no call": ("is not called", "write `{what}()`"),
    "never": ("is never started", "call its `start()`"),
    "no target": ("has arguments but no target", "pass `target=`"),
    "own start": ("overrides `Process.start` and starts nothing", "call `super().start()` in it"),
}


class ProcessNeverRuns(Rule):
    """A process is created, but its target never runs in another process.

    `run()` is the method that the child process calls: calling it yourself runs the target in the current
    process. `p.start` without parentheses does nothing. A process that is never started does not run, one with
    `args` but without `target` has nothing to run, and a class whose own `start()` does not call that of
    Process starts nothing. None of these raises an exception: the program exits with status 0, and the work is
    not done.

    Instead: give the Process a target, and call its `start()`.
    """

    code = "MP616"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _MESSAGES:
                wrong, instead = _MESSAGES[life.problem]
                yield self.finding(
                    life.place.span,
                    life.methods,
                    what=life.words,
                    wrong=wrong,
                    instead=instead.format(what=life.words),
                    event=life,
                )
