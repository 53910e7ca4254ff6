"""MP511: misused lock."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import LockUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "deadlock": ("this {words} is held here already, so it waits for ever", "use an RLock, or acquire it once"),
    "value": ("this waits for the {words} that is held here already", "use the default lock of the value"),
    "not held": ("this {words} is released and was never acquired", "use `with`"),
    "not owned": ("this {words} is released by a process that does not hold it", "use `with`"),
    "wait": ("this waits without the lock of the {words}", "put it into `with` on the condition"),
    "wait_for": ("this waits without the lock of the {words}", "put it into `with` on the condition"),
    "notify": ("this notifies without the lock of the {words}", "put it into `with` on the condition"),
    "notify_all": ("this notifies without the lock of the {words}", "put it into `with` on the condition"),
    "lost": ("the worker can raise before it releases this {words}", "use `with`"),
}


class MisusedLock(Rule):
    """A lock is acquired or released where that cannot work.

    A `multiprocessing.Lock` is not recursive: who holds it and acquires it again waits for itself, also through
    the `value` of a `Value(..., lock=lock)`. A lock that is released and not held raises ValueError; an RLock
    that another process holds, and a Condition that waits or notifies without its lock, raise AssertionError.
    A worker that raises between `acquire()` and `release()` takes the lock with it: all others wait for ever.
    All of it happens under every start method.

    Instead: use `with lock:`, and an RLock where one function that holds it calls another.
    """

    code = "MP511"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.told(module.of(LockUse), _SAYS, "made here")
