"""MP209: unpicklable result."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import UNREBUILDABLE, Result, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, with_article

_BEFORE = {"nested": "the nested function ", "local-class": "the local class "}
"""By the kind of obstacle: what to say before its name."""


class UnpicklableResult(Rule):
    """A worker returns an object that cannot be pickled.

    The result of a task is pickled to send it to the parent process. A lambda, a nested function, a generator, a
    lock or an instance of a local class cannot be pickled: a Pool raises MaybeEncodingError, an executor the
    exception that pickle raises.

    Instead: return plain data, and create the object where it is used.
    """

    code = "MP209"
    message = "the worker returns {what}, which cannot be pickled; return plain data"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        # What a worker gives back is seen at its `return`, and where it was handed over: once is enough.
        returned = {result.handed for result in module.of(Result) if not result.raises}
        for result in module.of(Result):
            if (
                not result.raises
                and result.obstacle.kind not in UNREBUILDABLE
                and (result.elsewhere or result.place not in returned)
            ):
                related = related_to(result.handed, "the worker function is passed here")
                what = _BEFORE.get(result.obstacle.kind, "") + with_article(result.obstacle.words.partition(",")[0])
                yield self.finding(result.place.span, result.methods, related, what=what, event=result)
