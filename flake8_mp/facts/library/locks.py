"""Rows about locks and what they protect."""

from __future__ import annotations

from flake8_mp.facts.row import Row

MUTEXES = frozenset({"Lock", "RLock"})
"""Locks that one process has at a time."""
LIMITS = frozenset({"Semaphore", "BoundedSemaphore"})
"""Locks that so many have at a time as they are made for."""


_TAKE = Row("block timeout", effect="take")
_ENTER = Row("", effect="take")
_GIVE = Row("", effect="give")
_LEAVE = Row("exc_type exc_val exc_tb", effect="give")
_UNDER_LOCK = Row("", effect="under_lock")
_LOCK = {"acquire": _TAKE, "release": _GIVE, "__enter__": _ENTER, "__exit__": _LEAVE}
_GUARDED = {"get_lock": Row("", effect="get_lock"), **_LOCK}

FUNCTIONS: dict[str, Row] = {}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    "Lock": _LOCK,
    "RLock": _LOCK,
    "Semaphore": _LOCK,
    "BoundedSemaphore": _LOCK,
    "Condition": {
        **_LOCK,
        "wait": Row("timeout", effect="under_lock"),
        "wait_for": Row("predicate timeout", effect="under_lock"),
        "notify": Row("n", effect="under_lock"),
        "notify_all": _UNDER_LOCK,
    },
    "Barrier": {
        "wait": Row("timeout", effect="barrier_wait"),
        "abort": Row("", effect="barrier_broken"),
        "reset": Row("", effect="barrier_broken"),
    },
    "Manager": {
        "SharedMemory": Row("size", effect="managed_block"),
        "ShareableList": Row("sequence", effect="managed_block"),
    },
    "Value": _GUARDED,
    "Array": _GUARDED | {"get_obj": Row("", effect="raw_array")},
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
