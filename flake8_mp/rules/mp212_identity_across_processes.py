"""MP212: identity across processes."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class IdentityAcrossProcesses(Rule):
    """An object is compared by identity, although only a copy of it is received.

    What is sent through a queue, a pipe or a pool is pickled, and so are the arguments of a Process under spawn
    and forkserver. The receiver gets a new object: `is` is never true for a sentinel that was created with
    `object()`, and neither is `==` where the class does not define `__eq__`. A loop that waits for such a sentinel
    never ends.

    Instead: use None, a member of an Enum, a class, or a plain value that is compared with `==`.
    """

    code = "MP212"
    message = "this can only be a copy of `{words}`, not the same object; use None or an Enum member"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(Unshared):
            if use.problem == "identity":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
