"""MP618: broken process class."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "no init": ("leaves out that of Process", "call `super().__init__()` in it"),
    "no init dataclass": ("gets an `__init__` without Process's", "call it in `__post_init__`"),
    "ignored target": ("replaces what runs the target", "pass `target=`, or override `run`"),
    "set late": ("is set after the start, so `run` misses it", "set it before, or use a queue"),
}


class BrokenProcessClass(Rule):
    """A subclass of Process keeps its instances from working.

    Without `super().__init__()` an instance is no process, and `start()` raises. A class with a `run()` of its own
    ignores the `target` that it is given, since running it is what `Process.run` does. And what a child knows of
    its object is a copy from the moment of `start()`: attributes that are set later, be it in an `__init__` that
    starts the process before it is done, or from outside, never reach `run()`.

    Instead: call `super().__init__()`, set everything, and start the process when it is complete; what changes
    afterwards goes through a queue, a pipe, an Event or a Value.
    """

    code = "MP618"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _SAYS:
                wrong, instead = _SAYS[life.problem]
                yield self.finding(
                    life.place.span, life.methods, what=life.words, wrong=wrong, instead=instead, event=life
                )
