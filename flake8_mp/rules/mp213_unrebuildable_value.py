"""MP213: unrebuildable value."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, Result, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened


class UnrebuildableValue(Rule):
    """An object can be pickled, but cannot be unpickled by the process that receives it.

    Pickle creates an instance by calling `__new__` of its class with the arguments that `__getnewargs__` returns.
    By default this is the plain value for a subclass of `float`, `int`, `str` or `tuple`, and no argument for
    other classes. A `__new__` that requires more raises TypeError in the receiving process. With a Pool, the
    worker that receives the task dies and the pool waits forever; an executor raises BrokenProcessPool for all its
    tasks; a result ends the thread that collects results.

    Instead: define `__getnewargs__` so that it returns all arguments of `__new__`, or define `__reduce__`, or give
    the parameters default values.
    """

    code = "MP213"
    message = "{what} cannot be unpickled, as `__new__` requires more arguments; add `__getnewargs__`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Handoff):
            if event.obstacle.kind == "rebuild":
                related = related_to(event.obstacle.origin, "`__new__` requires more arguments here")
                yield self.finding(
                    event.place.span, event.methods, related, what=shortened(event.obstacle.words, 26), event=event
                )
        for result in module.of(Result):
            if result.obstacle.kind == "rebuild":
                related = related_to(result.obstacle.origin, "`__new__` requires more arguments here")
                yield self.finding(
                    result.place.span, result.methods, related, what=shortened(result.obstacle.words, 26), event=result
                )
