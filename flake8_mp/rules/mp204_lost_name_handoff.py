"""MP204: lost name handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LostNameHandoff(Rule):
    """The name under which something is pickled does not lead to it.

    Functions and classes are pickled as names, methods as an attribute of their object, and the name must
    lead back to the very same thing. It does not when the module's name is bound again, deleted or decorated,
    when a named tuple or an enum is called other than its variable, or when a method's function has another
    name: a decorator without `functools.wraps`, a lambda in a class, a name-mangled private method. The first
    raises PicklingError; methods of this kind make a Pool hang, since the worker dies of the task.

    Instead: put `functools.wraps` on the wrappers of decorators; give everything else one name that stays, and one
    underscore to methods that are sent.
    """

    code = "MP204"
    message = "{via} cannot pickle {what}; give it one name that stays"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind in ("renamed", "mangled"):
                related = related_to(obstacle.origin, "defined here")
                yield self.finding(
                    handoff.place.span, handoff.methods, related, what=obstacle.words, via=handoff.via, event=handoff
                )
