"""MP211: short lived primitive."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ShortLived
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class ShortLivedPrimitive(Rule):
    """The only reference to a lock, queue or event is an argument.

    `Process.start()` drops the arguments of the process. Nothing else refers to the primitive then, so its
    semaphore is removed before a child of spawn or forkserver opens it: the child dies with
    FileNotFoundError, the parent goes on.

    Instead: keep the primitive until the process has been joined. A variable of a function that starts the process and
    returns is not enough, nor is one that a loop binds again: return it with the process, or keep both in a list.
    """

    code = "MP211"
    message = "nothing keeps this {what} alive until the child opens it; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for short in module.of(ShortLived):
            what = short.words.removeprefix("multiprocessing.")
            remedy = "keep it, or join the process" if short.local else "keep it until the process has ended"
            yield self.finding(short.place.span, short.methods, what=what, remedy=remedy, event=short)
