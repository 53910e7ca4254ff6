"""MP104: guarded definition."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_IMPORTS = "when a child imports this file"
_WORDS = {
    "guarded": (_IMPORTS, "move it above the guard"),
    "dunder-main": (_IMPORTS, "move it to a module of its own"),
    "notebook": ("in a child, which cannot import a notebook", "move it to a module"),
}
"""By the kind of obstacle: when it is missing, and what to do."""


class GuardedDefinition(Rule):
    """What a child needs is defined only under the guard, or in `__main__.py`.

    A function or class travels as its module and name. Under spawn and forkserver the child imports the main
    module without what stands under `if __name__ == "__main__":`, so it does not find the name, or finds
    another definition of it. A Process is lost while the parent goes on; a Pool hangs, because its workers
    die whenever they fetch a task; an executor breaks. The `__main__.py` of a package, folder or archive is
    never imported again at all, and a notebook has no file to import: what its cells define is there for children
    of fork only.

    Instead: define functions and classes at the top level, in a module that can be imported.
    """

    code = "MP104"
    message = "{what} is not there {when}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind in _WORDS:
                when, remedy = _WORDS[obstacle.kind]
                related = related_to(obstacle.origin, "defined here")
                yield self.finding(
                    handoff.place.span,
                    handoff.methods,
                    related,
                    what=obstacle.words,
                    when=when,
                    remedy=remedy,
                    event=handoff,
                )
