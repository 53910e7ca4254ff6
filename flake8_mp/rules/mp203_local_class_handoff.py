"""MP203: local class handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LocalClassHandoff(Rule):
    """A class that is defined in a function, or an instance of one, is handed to another process.

    An instance is pickled as its class's name and its state, and the name of a class inside a function cannot
    be looked up: dataclasses, enums, named tuples, exceptions and Process subclasses alike.

    Instead: define the class at the top level of a module.
    """

    code = "MP203"
    message = "class {what} is local, so {via} cannot pickle it; move it to the top level"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind != "local-class":
                continue
            related = related_to(obstacle.origin, "defined here")
            yield self.finding(
                handoff.place.span, handoff.methods, related, what=obstacle.words, via=handoff.via, event=handoff
            )
