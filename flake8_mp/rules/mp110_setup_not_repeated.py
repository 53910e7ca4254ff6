"""MP110: setup not repeated."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class SetupNotRepeated(Rule):
    """A worker needs a setting of its process that only the parent has made.

    The levels and handlers of `logging`, the filters of `warnings`, the recursion limit, the locale and the
    handlers of signals belong to one process. fork copies them; a child of spawn or forkserver starts without
    them, and so records vanish, warnings are not what was asked for, and recursion ends early. Nothing says so.

    Instead: make the setting in the worker, or in the pool's `initializer`.
    """

    code = "MP110"
    message = "the {setting} of the parent is not the child's; set it in the worker or initializer"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in ("logging", "setting"):
                setting = "logging level" if event.problem == "logging" else event.words
                related = related_to(event.cause, "the parent sets it here")
                yield self.finding(event.place.span, event.methods, related, setting=setting, event=event)
