"""MP201: lambda handoff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class LambdaHandoff(Rule):
    """A lambda is handed to another process.

    What crosses to another process is pickled, and a function is pickled as its module and name; a lambda's
    name is `<lambda>`, which leads nowhere. What goes through a pool, an executor or a queue is always
    pickled. The target and arguments of a Process, and an initializer, are copied by fork and pickled by
    spawn and forkserver. Worse than the error is its absence: `apply_async` and `submit` without looking at
    the result, and `Queue.put`, lose the task silently.

    Instead: use a function that is defined with `def` at the top level of a module, with `functools.partial`
    for arguments.
    """

    code = "MP201"
    message = "{via} cannot pickle a lambda; use a function defined at the top level"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            if obstacle.kind != "lambda":
                continue
            related = related_to(obstacle.origin, "the lambda")
            yield self.finding(handoff.place.span, handoff.methods, related, via=handoff.via, event=handoff)
