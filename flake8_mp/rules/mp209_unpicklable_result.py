"""MP209: unpicklable result."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Result, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnpicklableResult(Rule):
    """A worker returns something that cannot be pickled.

    The result of a task is pickled on its way back. A lambda, a nested function, a generator, a lock or an
    instance of a local class is refused there: a Pool raises MaybeEncodingError, an executor the error of
    pickle.

    Instead: return plain data; build the object where it is used.
    """

    code = "MP209"
    message = "the worker returns {what}, which cannot be pickled; return plain data"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        # What a worker gives back is seen at its `return`, and where it was handed over: once is enough.
        told = {result.handed for result in module.of(Result) if not result.raises}
        for result in module.of(Result):
            if (
                not result.raises
                and result.obstacle.kind != "rebuild"
                and (result.elsewhere or result.place not in told)
            ):
                related = related_to(result.handed, "handed over here")
                yield self.finding(result.place.span, result.methods, related, what=result.obstacle.words, event=result)
