"""Which calls are over at once, so that other processes get nowhere meanwhile."""

from __future__ import annotations

from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.values import Class, Function, Method, Obj, Reference, Value

_QUICK = frozenset("range len print enumerate zip list tuple dict set sorted int str isinstance time.time".split())
_QUICK_KINDS = QUEUES | {"list", "dict", "set", "tuple", "Process"}
_WAITING = frozenset({"get", "join"})
"""Methods of these kinds that wait."""


def is_quick(callee: Value) -> bool:
    """Return whether a call takes no time that is worth mentioning, or only by calls that are seen themselves."""
    if isinstance(callee, Reference):
        return callee.name in _QUICK or (callee.name.startswith("multiprocessing.") and "wait" not in callee.name)
    if isinstance(callee, Method):
        if callee.function is not None:
            return True
        receiver = callee.receiver
        kind = receiver.kind if isinstance(receiver, Obj) else ""
        return kind in _QUICK_KINDS and (callee.name not in _WAITING or kind == "dict")
    return isinstance(callee, (Class, Function))
