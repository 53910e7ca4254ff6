"""MP511: misused lock."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import LockUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_NOT_ACQUIRED = ("`{code}` raises, because the {kind} is not acquired", "use a `with` statement")
_MESSAGES = {
    "deadlock": (
        "this waits forever, because the process already holds this {kind}",
        "use an RLock, or acquire it once",
    ),
    "value": ("this waits forever, because the {kind} of the value is already held here", "use an RLock"),
    "not held": ("`{code}` raises, because the {kind} is not acquired", "use a `with` statement"),
    "not owned": ("`{code}` raises, because this process does not hold the {kind}", "use `with`"),
    "wait": _NOT_ACQUIRED,
    "wait_for": _NOT_ACQUIRED,
    "notify": _NOT_ACQUIRED,
    "notify_all": _NOT_ACQUIRED,
    "never full": (
        "this waits forever, because the {kind} has more parties than processes",
        "adjust `parties`",
    ),
    "no test": ("a notification before this `wait()` is lost, so it waits forever", "use `wait_for()`"),
    "interrupts": ("`{code}` hangs where the signal interrupts `wait()`", "set a plain flag instead"),
    "lost": ("the {kind} stays held if the code after `{code}` raises", "use a `with` statement"),
    **{
        word: (f"the {{kind}} stays held where `{word}` comes before `release()`", "use a `with` statement")
        for word in ("return", "continue", "break")
    },
}


class MisusedLock(Rule):
    """A lock is acquired or released where that deadlocks, raises, or leaves the lock held.

    A `multiprocessing.Lock` is not recursive: a process that acquires it twice waits for itself, also through the
    `value` of a `Value(..., lock=lock)`. Releasing a Lock that is not held raises ValueError. Releasing an RLock that
    another process holds, and calling `wait()` or `notify()` on a Condition that is not acquired, raises
    AssertionError. When a worker raises between `acquire()` and `release()`, the lock stays held, and all other
    processes wait forever; so does the worker itself if it catches the exception and goes on. The same happens where a
    `return`, `continue` or `break` comes before `release()`. A Semaphore has one permit less each time. A Barrier waits
    forever if it has more parties than there are processes that wait for it. `notify()` wakes only processes that wait
    already: one that begins to wait a moment later, as a process does that has just been started, waits for the next
    notification. A signal handler that sets the Event which its own process waits for interrupts the `wait()`, and
    waits for it to wake up. All of this happens under every start method.

    Instead: use `with lock:`, and an RLock where a function that holds the lock calls another one that acquires
    it. Count the processes that wait for a Barrier, and the parent process if it does. Test before you wait whether
    there is something to wait for, as `wait_for()` does. Let a signal handler set a plain flag, and look at it in a
    loop.
    """

    code = "MP511"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(LockUse), _MESSAGES, "created here")
