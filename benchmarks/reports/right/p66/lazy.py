"""Things made at first use and never shared across a fork."""
from __future__ import annotations

import os
import threading
import weakref
from typing import Callable, Generic, TypeVar

T = TypeVar("T")
# Values that came along by fork. Kept, so that no destructor touches what is the parent's.
_inherited: list = []
_all: "weakref.WeakSet[Lazy]" = weakref.WeakSet()


class Lazy(Generic[T]):
    """``with lazy as value``-free: call it for the value, close it at the end.

    In a forked child the inherited value is forgotten, not closed: it belongs
    to the parent.
    """

    def __init__(self, make: Callable[[], T], dispose: Callable[[T], None]):
        self._make, self._dispose = make, dispose
        self._lock = threading.Lock()
        self._value: T | None = None
        _all.add(self)

    def __call__(self) -> T:
        with self._lock:
            if self._value is None:
                self._value = self._make()
            return self._value

    @property
    def made(self) -> bool:
        return self._value is not None

    def close(self) -> None:
        with self._lock:
            value, self._value = self._value, None
        if value is not None:
            self._dispose(value)

    def _forget(self) -> None:
        self._lock = threading.Lock()
        if self._value is not None:
            _inherited.append(self._value)
            self._value = None


def _after_fork() -> None:
    for lazy in list(_all):
        lazy._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
