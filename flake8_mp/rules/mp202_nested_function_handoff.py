"""MP202: nested function handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class NestedFunctionHandoff(Rule):
    """A function that is defined in another function is sent to another process.

    Functions are pickled by reference: as the name of their module and their qualified name. That of a nested
    function contains `<locals>`, which cannot be looked up, so pickling fails. This includes closures that a
    function returns, and the wrapper of a decorator that does not use `functools.wraps`.

    Instead: define the function at module level, and pass what it needs as arguments, with `functools.partial` or
    in the attributes of a callable class. In a decorator, apply `functools.wraps` to the wrapper.
    """

    code = "MP202"
    message = "`{via}` cannot pickle the nested function {what}; move it to module level"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind != "nested":
                continue
            related = related_to(obstacle.origin, "defined here")
            yield self.finding(
                handoff.place.span, handoff.methods, related, what=obstacle.words, via=handoff.via, event=handoff
            )
