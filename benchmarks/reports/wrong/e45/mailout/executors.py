from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Callable


class ManagedExecutor:
    """Process pool that does not linger when the program ends."""

    def __init__(self, workers: int) -> None:
        self._pool = ProcessPoolExecutor(max_workers=workers)

    def fire(self, fn: Callable[..., Any], *args: Any) -> "Future[Any]":
        return self._pool.submit(fn, *args)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
