"""MP618: broken process class."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Life, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "no init": ("does not call `Process.__init__`", "call `super().__init__()` first"),
    "no init dataclass": ("gets an `__init__` that does not call `Process.__init__`", "call it in `__post_init__`"),
    "ignored target": ("overrides `Process.run`, so the target never runs", "call `super().run()` in it"),
    "set late": ("is set after `start()`, so the child does not see it", "set it before, or use a queue"),
    "set in copy": ("is set in the parent's copy, not in the child's", "use an Event"),
    "reserved": ("replaces an attribute that Process itself needs", "give it another name"),
    "read-only": ("is a property of Process and cannot be set", "give it another name"),
}


class BrokenProcessClass(Rule):
    """A subclass of Process does not call `super().__init__()`, ignores its target, or sets the wrong attributes.

    Without `super().__init__()`, `start()` raises AssertionError. `Process.run` is what calls the target, so a
    class that defines its own `run()` ignores the target. The child process works with a copy of the object as
    it was at `start()`: attributes that are set later, in an `__init__` that starts the process too early or
    from outside, never reach `run()`. The same holds for the object whose method is the target. Process needs
    some attributes itself: `pid` and `exitcode` cannot be set, and `_popen`, `_config` and `_identity` must not be.

    Instead: call `super().__init__()` first, set all attributes, under names that Process does not use, and start the
    process last. Send later changes through a queue, a pipe, an Event or a Value.
    """

    code = "MP618"
    message = "`{what}` {wrong}; {instead}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for life in module.of(Life):
            if life.problem in _MESSAGES:
                wrong, instead = _MESSAGES[life.problem]
                related = related_to(life.cause, "joined here") if life.problem == "set in copy" else ()
                yield self.finding(
                    life.place.span, life.methods, related, what=life.words, wrong=wrong, instead=instead, event=life
                )
