"""MP409: unlocked update."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import LockUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "unlocked": ("several processes change this {words} at once", "hold a lock while reading and writing it"),
    "lockless": ("this {words} has no lock of its own", "make a Lock beside it"),
}


class UnlockedUpdate(Rule):
    """Several processes update a shared value at once, and no lock is held.

    `value.value += 1` reads and then writes. Each of both is safe, but another process can write in between, and
    its update is lost: the sum is too small, and differs from run to run. The lock of a Value guards one access
    only, and a manager answers one request after the other. A value that was made with `lock=False`, a RawValue
    and the Value of a manager have no `get_lock()` at all (AttributeError).

    Instead: `with value.get_lock(): value.value += 1`, or a Lock that goes along with the value.
    """

    code = "MP409"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        return self.told(module.of(LockUse), _SAYS, "made here")
