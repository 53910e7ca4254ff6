"""MP215: closure to interpreter."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ClosureToInterpreter(Rule):
    """A lambda or nested function that depends on other objects is sent to an `InterpreterPoolExecutor`.

    Interpreters do not share objects. A function at module level is sent as a reference to its name. Unlike with
    processes, a lambda or nested function can be sent too, but only if it is stateless: it has no default values
    and uses nothing but its parameters and builtins, not even an imported module. Any other raises
    NotShareableError when the result is asked for. A function of the main module that is not stateless is found
    by importing this module again, which needs an entry guard.

    Instead: define the function at module level, pass what it needs as arguments, or import modules inside it.
    """

    code = "MP215"
    message = "{what} uses {state} and cannot be sent to an interpreter; define it at module level"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind == "state":
                related = related_to(obstacle.origin, "the function is defined here")
                state = "".join(obstacle.chain)
                yield self.finding(
                    handoff.place.span, handoff.methods, related, what=obstacle.words, state=state, event=handoff
                )
