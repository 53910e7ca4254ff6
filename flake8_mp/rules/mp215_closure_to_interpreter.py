"""MP215: closure to interpreter."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ClosureToInterpreter(Rule):
    """A lambda or nested function that uses something from outside goes to an `InterpreterPoolExecutor`.

    Another interpreter shares nothing with this one. A function of a module crosses by its name. A lambda or nested
    function crosses as well, other than with processes, but only when it is stateless: it has no defaults, and uses
    nothing but its parameters and builtins, not even a module that is imported at the top. Any other raises
    NotShareableError when its result is asked for. Start methods play no part: no process is started. A function
    of the main module that is not stateless is found by importing that module again, so that it needs a guard.

    Instead: pass what the function needs as arguments, import inside it, or define it at the top level of a module.
    """

    code = "MP215"
    message = "{what} uses {state}, so no interpreter can share it; pass that as an argument"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind == "state":
                related = related_to(obstacle.origin, "the function")
                state = "".join(obstacle.chain)
                yield self.finding(
                    handoff.place.span, handoff.methods, related, what=obstacle.words, state=state, event=handoff
                )
