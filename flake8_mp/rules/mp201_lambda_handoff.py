"""MP201: lambda handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LambdaHandoff(Rule):
    """A lambda is sent to another process.

    Functions are pickled by reference: as the name of their module and their own name. The name of a lambda is
    `<lambda>`, which cannot be looked up, so pickling fails. What is sent through a pool, an executor or a queue
    is pickled under every start method. The target and arguments of a Process, and an initializer, are pickled
    under spawn and forkserver; under fork the child process inherits them. The error is easily missed:
    `apply_async` and `submit` raise it only when the result is asked for, and `Queue.put` prints it and drops the
    item.

    Instead: define a function with `def` at module level, and bind arguments with `functools.partial`.
    """

    code = "MP201"
    message = "`{via}` cannot pickle a lambda; use a function defined at module level"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind != "lambda":
                continue
            related = related_to(obstacle.origin, "the lambda is defined here")
            yield self.finding(handoff.place.span, handoff.methods, related, via=handoff.via, event=handoff)
