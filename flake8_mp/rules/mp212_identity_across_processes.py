"""MP212: identity across processes."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class IdentityAcrossProcesses(Rule):
    """An object is recognised by its identity where only a copy of it arrives.

    What goes through a queue, a pipe or a pool is pickled, and under spawn and forkserver so are the arguments of a
    process. The other side gets a new object: `is` is never true for a sentinel that was made with `object()`, nor
    is `==` where the class does not say what it means. A loop that waits for such a sentinel never ends.

    Instead: use None, a member of an Enum, a class, or a plain value that is compared with `==`.
    """

    code = "MP212"
    message = "only a copy of `{words}` arrives here, so this never holds; use None, an Enum member or a value"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(Unshared):
            if use.problem == "identity":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
