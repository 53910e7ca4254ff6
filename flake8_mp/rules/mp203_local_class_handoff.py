"""MP203: local class handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LocalClassHandoff(Rule):
    """A class that is defined in a function, or an instance of it, is sent to another process.

    An instance is pickled as its attributes and a reference to its class. The qualified name of a class in a
    function contains `<locals>`, which cannot be looked up, so pickling fails. This includes dataclasses, enums,
    named tuples, exceptions and subclasses of Process.

    Instead: define the class at module level.
    """

    code = "MP203"
    message = "`{via}` cannot pickle the local class {what}; move it to module level"
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
