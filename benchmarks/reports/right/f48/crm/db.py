"""Connection pool."""
from __future__ import annotations

import queue
import threading
from contextlib import contextmanager
from typing import Any, Callable, Iterator


class Pool:
    def __init__(self, size: int, factory: Callable[[], Any]) -> None:
        self._idle: "queue.Queue[Any]" = queue.Queue()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(size):
            self._idle.put(factory())

    @contextmanager
    def acquire(self) -> Iterator[Any]:
        item = self._idle.get()
        try:
            yield item
        finally:
            self._idle.put(item)

    def close(self) -> None:
        with self._lock:
            self._closed = True

    def terminate(self) -> None:
        while not self._idle.empty():
            self._idle.get()
