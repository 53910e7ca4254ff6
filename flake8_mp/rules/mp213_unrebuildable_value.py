"""MP213: unrebuildable value."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import UNREBUILDABLE, Handoff, Result, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened

_PROBLEMS = {
    "rebuild": (
        "`__new__` requires more arguments here",
        "`__new__` requires more arguments",
        "add `__getnewargs__`",
    ),
    "endless": (
        "`__getattr__` reads it here",
        "`__getattr__` calls itself",
        "raise AttributeError for `_` names",
    ),
    "member": (
        "the value of the member is this object",
        "a copy of its value equals no member's",
        "use `enum.auto()`",
    ),
}
"""By the kind of obstacle: what stands where it comes from, why it cannot be unpickled, and what to do."""


class UnrebuildableValue(Rule):
    """An object can be pickled, but cannot be unpickled by the process that receives it.

    Pickle creates an instance by calling `__new__` of its class with the arguments that `__getnewargs__` returns.
    By default this is the plain value for a subclass of `float`, `int`, `str` or `tuple`, and no argument for
    other classes. A `__new__` that requires more raises TypeError in the receiving process. With a Pool, the
    worker that receives the task dies and the pool waits forever; an executor raises BrokenProcessPool for all its
    tasks; a result ends the thread that collects results.

    Pickle then asks the new instance, which has no attributes yet, for `__setstate__`. A `__getattr__` that reads
    an attribute of `self` calls itself for it, and so on, until RecursionError is raised.

    A member of an enumeration is found by its value. If that is an `object()`, a copy of it arrives, which is equal to
    the value of no member, and the receiving process raises ValueError.

    Instead: define `__getnewargs__` so that it returns all arguments of `__new__`, or define `__reduce__`, or give
    the parameters default values. In `__getattr__`, first raise AttributeError for names that begin with an
    underscore. Let `enum.auto()` choose values that are only there to be different.
    """

    code = "MP213"
    message = "{what} cannot be unpickled, as {why}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        found: list[Handoff | Result] = [*module.of(Handoff), *module.of(Result)]
        for event in found:
            if event.obstacle.kind not in UNREBUILDABLE:
                continue
            words, why, remedy = _PROBLEMS[event.obstacle.kind]
            yield self.finding(
                event.place.span,
                event.methods,
                related_to(event.obstacle.origin, words),
                what=shortened(event.obstacle.words, 26),
                why=why,
                remedy=remedy,
                event=event,
            )
