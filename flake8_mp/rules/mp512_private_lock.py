"""MP512: private lock."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import LockUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PrivateLock(Rule):
    """A lock is made where it is used, so each process has its own, and it keeps nobody out.

    `with Lock():`, a lock that a worker makes for itself, and `self.lock = Lock()` in the `__init__` of a
    Process of which several are started: all of them are acquired at once, each by its only owner, and what
    they are meant to protect is not protected. It is so under every start method.

    Instead: make one lock, and hand it to all the workers: as an argument, or through a pool's initializer.
    """

    code = "MP512"
    message = "each process has this {words} for itself, so it keeps nobody out; make one, and hand it to all"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(LockUse):
            if use.problem == "private":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
