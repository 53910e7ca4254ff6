"""MP210: unpicklable exception."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Result, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class UnpicklableException(Rule):
    """A worker raises an exception that does not survive the way back.

    An exception is rebuilt by calling its class with `args`, which are the arguments of
    `BaseException.__init__`. When its own `__init__` wants others, the parent cannot rebuild it: a Pool hangs
    for ever, an executor breaks with all of its tasks. The same holds for exception classes that are local to
    a function, and for exceptions that hold a lock or a file.

    Some exceptions of libraries are like that: `urllib.error.HTTPError`, `xmlrpc.client.Fault`, and
    `subprocess.CalledProcessError` where its arguments are given by keyword.

    Instead: call `super().__init__` with the same arguments in the same order. Where some of them are keyword-only,
    define `__reduce__`: what is in `args` is always passed by position.
    """

    code = "MP210"
    message = "{what} cannot come back from the worker; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for result in module.of(Result):
            if result.raises:
                related = related_to(result.handed, "handed over here")
                signature = result.obstacle.kind == "signature"
                whole = (
                    "define `__reduce__`" if result.obstacle.chain else "give all its arguments to `super().__init__`"
                )
                remedy = whole if signature else "raise one that pickles"
                what = result.obstacle.words
                yield self.finding(result.place.span, result.methods, related, what=what, remedy=remedy, event=result)
