"""MP409: unlocked update."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import LockUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "unlocked": ("concurrent updates of this {kind} get lost", "hold a lock while reading and writing it"),
    "lockless": ("this {kind} has no `get_lock()`", "create a separate Lock, or a Value or Array with a lock"),
}


class UnlockedUpdate(Rule):
    """Several processes update a shared value at the same time without holding a lock.

    `value.value += 1` reads the value and then writes it. Another process can write in between, and its update
    is lost: the total is too small, and differs from run to run. The lock inside a Value protects a single read
    or write only, and a manager handles each request on its own. A RawValue, a Value with `lock=False` and the
    Value of a manager have no `get_lock()` (AttributeError).

    Instead: write `with value.get_lock(): value.value += 1`, or pass a Lock together with the value and hold it
    from the reading to the writing.
    """

    code = "MP409"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    depends_on = "whether two processes update it at the same time"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(LockUse), _MESSAGES, "created here")
