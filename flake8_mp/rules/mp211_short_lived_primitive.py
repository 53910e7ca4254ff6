"""MP211: short lived primitive."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ShortLived
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened


class ShortLivedPrimitive(Rule):
    """The only reference to a lock, queue or event is in the arguments of a Process.

    `Process.start()` deletes the arguments of the process in the parent. If there is no other reference, the
    object is deleted with its semaphore before a child process of spawn or forkserver opens it: the child ends
    with FileNotFoundError, while the parent continues.

    Instead: keep a reference until the process has been joined. A local variable is not enough if its function
    returns earlier, nor is a variable that a loop rebinds: return the object together with the process, or keep
    both in a list.
    """

    code = "MP211"
    message = "{what} is deleted before {who} opens it; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for short in module.of(ShortLived):
            what, who = f"`{short.words.removeprefix('multiprocessing.')}`", "the child process"
            remedy = "return it, or join the process" if short.local else "keep it until the process ends"
            if short.holder:
                what, who = f"the {what} of `{shortened(short.holder, 21 - len(what))}`", "the child"
            else:
                what = f"this {what}"
            yield self.finding(short.place.span, short.methods, what=what, who=who, remedy=remedy, event=short)
