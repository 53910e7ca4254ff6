from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Callable, Iterator


class Lock:
    """Named locks within this process."""

    def __init__(self, key: Callable[[str], str]) -> None:
        self._key = key
        self._locks: dict[str, threading.RLock] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        lock = self._locks.setdefault(self._key(name), threading.RLock())
        lock.acquire()
        try:
            yield
        finally:
            lock.release()
