from __future__ import annotations

import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any, Callable


class CountingExecutor(Executor):
    """Delegates to a process pool; lives and dies with it."""

    def __init__(self, max_workers: int) -> None:
        self._inner = ProcessPoolExecutor(max_workers)
        self._lock = threading.Lock()
        self.submitted = 0
        self.finished = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        with self._lock:
            self.submitted += 1
        future = self._inner.submit(fn, *args, **kwargs)
        future.add_done_callback(self._count)
        return future

    def _count(self, future: "Future[Any]") -> None:
        with self._lock:
            self.finished += 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait, cancel_futures=cancel_futures)
