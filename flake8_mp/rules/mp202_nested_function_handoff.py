"""MP202: nested function handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class NestedFunctionHandoff(Rule):
    """A function that is defined in another function is handed to another process.

    A function is pickled as its module and qualified name; the name of a nested one contains `<locals>`,
    which cannot be looked up. That holds for closures that a helper returns and for the wrapper of a
    decorator without `functools.wraps` as well.

    Instead: define the function at the top level and pass what it needs as arguments, with
    `functools.partial` or a callable class.
    """

    code = "MP202"
    message = "{what} is nested, so {via} cannot pickle it; move it to the top level"
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
