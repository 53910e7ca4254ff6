"""MP512: private lock."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import LockUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class PrivateLock(Rule):
    """Each process creates or receives a lock of its own, so the lock does not protect anything.

    `with Lock():`, a lock that a worker creates for itself, and `self.lock = Lock()` in the `__init__` of a
    Process of which several are started: each process acquires its own lock, and none of them waits for
    another. A semaphore that each process creates limits that process only. This happens under every start method.

    Instead: create one lock and pass it to all workers, as an argument of a Process or through the initializer
    of a pool.
    """

    code = "MP512"
    message = "each process has its own `{words}`, so it protects nothing; pass one to all workers"
    since = "0.1.0"
    depends_on = "whether two processes reach the protected code at the same time"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(LockUse):
            if use.problem == "private":
                yield self.finding(use.place.span, use.methods, words=use.words, event=use)
