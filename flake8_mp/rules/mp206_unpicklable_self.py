"""MP206: unpicklable self."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, with_article


class UnpicklableSelf(Rule):
    """An object with an attribute that cannot be pickled is sent to another process.

    A bound method is pickled together with its object, and an instance of a Process subclass together with its
    attributes. If one of these attributes is a lock of `threading`, a pool, a thread, a manager or an open file,
    pickling fails. A method of a test case is pickled with the running test, which refers to the output streams of
    the test runner.

    Instead: send a function or a static method with only the arguments that it needs, or create the object in the
    worker. If the object must be sent, define `__getstate__` to leave the attribute out and `__setstate__` to
    create it again. Without `__setstate__` the attribute does not exist in the worker, and using it raises
    AttributeError.
    """

    code = "MP206"
    message = "`{chain}`, {what}, cannot be pickled; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            what, remedy = with_article(obstacle.words), "pass a function instead of a method"
            if obstacle.kind in ("unpicklable", "started-process") and obstacle.through_self:
                remedy = "add `__getstate__` and `__setstate__`"
                chain = _fitting(handoff.holder, obstacle.attributes, _LONGEST - len(what))
                if len(chain + what) > _LONGEST:
                    remedy = "add `__getstate__`"
                    chain = _fitting(handoff.holder, obstacle.attributes, _LONGEST_ALONE - len(what))
            elif obstacle.kind == "running-test":
                chain = "self"
            else:
                continue
            related = related_to(obstacle.origin, "created here")
            span, methods = handoff.place.span, handoff.methods
            yield self.finding(span, methods, related, chain=chain, what=what, remedy=remedy)


_LONGEST = 38
"""So many characters have what is sent and what it is, together, in the message."""
_LONGEST_ALONE = 57
"""The same where the remedy is one method alone: what it leaves out is to be made anew where it is needed."""
_SHORTEST = 6
"""So many characters of a name are shown at least."""


def _fitting(name: str, attributes: str, most: int) -> str:
    """Return the name of an attribute with ``…`` in its middle where it has more than ``most`` characters."""
    if len(name + attributes) <= most:
        return f"{name}{attributes}"
    last = attributes[attributes.rfind(".") :]
    short = f"{name.partition('.')[0][: max(most - 1 - len(last), _SHORTEST)]}…{last}"
    return min(f"{name}{attributes}", short, key=len)
