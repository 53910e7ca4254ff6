"""MP210: unpicklable exception."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Result, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, with_article

_MESSAGES = {
    "signature": ("unpickled in the parent", "add a `__reduce__` that passes all arguments"),
    "local-class": ("pickled, because its class is local", "move the class to module level"),
}
"""By the kind of obstacle: what cannot be done, and what to do."""
_WITHOUT = "let `__reduce__` return `type(self), ()`"
_OTHERS = "sent back to the parent", "raise an exception that can be pickled"


class UnpicklableException(Rule):
    """A worker raises an exception that cannot be sent back to the parent process.

    An exception is pickled as its class and its `args`, which are the arguments of `BaseException.__init__`.
    Unpickling calls the class with these arguments. If its `__init__` requires others, this fails in the parent
    process: a Pool hangs, an executor raises BrokenProcessPool for all of its tasks. Exceptions whose class is
    local to a function, and those that hold a lock or an open file, cannot be pickled.

    Some exceptions of the standard library have this problem: `urllib.error.HTTPError`, `xmlrpc.client.Fault`, and
    `subprocess.CalledProcessError` where its arguments are given by keyword.

    Instead: define `__reduce__`, which returns the class and all its arguments. Where all arguments are
    positional, it is enough to pass them to `super().__init__` in the same order.
    """

    code = "MP210"
    message = "{what} cannot be {problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for result in module.of(Result):
            if result.raises:
                problem, remedy = _MESSAGES.get(result.obstacle.kind, _OTHERS)
                related = related_to(result.handed, "the worker function is passed here")
                if result.obstacle.kind == "signature":
                    related += related_to(result.obstacle.origin, "this is what unpickling calls")
                    remedy = _WITHOUT if "nothing" in result.obstacle.chain else remedy
                what = with_article(result.obstacle.words.partition(",")[0])
                if result.obstacle.through_self:
                    what, remedy = f"an exception with {what}", "store plain data in it"
                yield self.finding(
                    result.place.span,
                    result.methods,
                    related,
                    what=what,
                    problem=problem,
                    remedy=remedy,
                    event=result,
                )
