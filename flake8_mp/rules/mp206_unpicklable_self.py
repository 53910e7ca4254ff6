"""MP206: unpicklable self."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import LONGEST_MESSAGE, Finding, Rule, shortened, with_article


class UnpicklableSelf(Rule):
    """An object with an attribute that cannot be pickled is sent to another process.

    A bound method is pickled together with its object, and an instance of a Process subclass together with its
    attributes. If one of these attributes is a lock of `threading`, a pool, a thread, a manager or an open file,
    pickling fails. A method of a test case is pickled with the running test, which refers to the output streams of
    the test runner.

    Instead: send a function or a static method with only the arguments that it needs, or create the object in the
    worker. If the object must be sent, define `__getstate__` to leave the attribute out and `__setstate__` to
    create it again. Without `__setstate__` the attribute does not exist in the worker, and using it raises
    AttributeError. What an instance of a Process subclass needs in the child, create in `run()`.
    """

    code = "MP206"
    message = "{chain}, {what}, cannot be pickled; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            names, remedies = ["`self`"], ["pass a function instead of a method"]
            if obstacle.kind in ("unpicklable", "started-process") and obstacle.through_self:
                names, remedies = _names(handoff), [*_REMEDIES]
                if handoff.role == "self" and obstacle.attributes.count(".") == 1:
                    # What a process has in itself it may as well make when it runs.
                    remedies = ["create it in `run()`", _REMEDIES[-1]]
            elif obstacle.kind != "running-test":
                continue
            related, what = related_to(obstacle.origin, "created here"), with_article(obstacle.words)
            chain, remedy = self._fitting(names, what, remedies)
            yield self.finding(handoff.place.span, handoff.methods, related, chain=chain, what=what, remedy=remedy)

    def _fitting(self, names: list[str], what: str, remedies: list[str]) -> tuple[str, str]:
        """Return the first name and the first remedy that a message has room for: the name counts more."""
        for name, remedy in product(names, remedies):
            if len(self.message.format(chain=name, what=what, remedy=remedy)) <= LONGEST_MESSAGE:
                return name, remedy
        room = LONGEST_MESSAGE - len(self.message.format(chain="``", what=what, remedy=remedies[-1]))
        return f"`{shortened(names[-1].strip('`'), max(room, _SHORTEST))}`", remedies[-1]


_REMEDIES = ("add `__getstate__` and `__setstate__`", "add `__getstate__`", "do not send it")
"""With ``__getstate__`` alone, what it leaves out is to be made anew where it is needed."""
_SHORTEST = 6
"""So many characters of a name are shown at least."""


def _names(handoff: Handoff) -> list[str]:
    """Return how a message may call what cannot be pickled; what is in a container has no name of its own."""
    attributes = handoff.obstacle.attributes
    while attributes.endswith("[...]"):
        attributes = attributes.removesuffix("[...]")
    names = [f"`{handoff.holder}{attributes}`", f"`{attributes.rpartition('.')[2]}`"]
    return [f"an item of {name}" for name in names] + names[1:] if handoff.obstacle.is_item else names
