"""MP213: unrebuildable value."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Handoff, Result, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnrebuildableValue(Rule):
    """A value can be pickled, and cannot be unpickled where it arrives.

    Pickle rebuilds an instance by calling the class's `__new__` with what `__getnewargs__` gives: for a
    subclass of `float`, `int`, `str` or `tuple` that is the bare value, for other classes nothing. A `__new__`
    that asks for more raises TypeError, in the process that receives it. There nobody expects an error: the
    worker of a Pool dies of its task and the pool waits for ever, an executor is broken for all its tasks, and
    a result of that kind ends the thread that collects the results.

    Instead: give the class a `__getnewargs__` that returns all that `__new__` needs, or a `__reduce__`; or give
    the parameters defaults.
    """

    code = "MP213"
    message = "{what} pickles, but `__new__` needs more to unpickle it; give it `__getnewargs__`"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Handoff):
            if event.obstacle.kind == "rebuild":
                related = related_to(event.obstacle.origin, "asks for more")
                yield self.finding(
                    event.place.span, event.methods, related, what=event.obstacle.words[:26], event=event
                )
        for result in module.of(Result):
            if result.obstacle.kind == "rebuild":
                related = related_to(result.obstacle.origin, "asks for more")
                yield self.finding(
                    result.place.span, result.methods, related, what=result.obstacle.words[:26], event=result
                )
