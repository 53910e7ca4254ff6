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
    message = "{chain}, {what}, cannot be pickled; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for handoff in module.of(Handoff):
            obstacle = handoff.obstacle
            chain, remedy = "`self`", "pass a function instead of a method"
            if obstacle.kind in ("unpicklable", "started-process") and obstacle.through_self:
                links = "".join("[...]" if link[:1] == "[" else link for link in obstacle.chain if link[:1] in ".[")
                chain, remedy = f"`self{links}`", "add `__getstate__` and `__setstate__`"
            elif obstacle.kind != "running-test":
                continue
            related = related_to(obstacle.origin, "created here")
            span, methods, what = handoff.place.span, handoff.methods, with_article(obstacle.words)
            yield self.finding(span, methods, related, chain=chain, what=what, remedy=remedy)
