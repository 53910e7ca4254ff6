from __future__ import annotations

import multiprocessing as mp
from typing import Iterator


class Transport:
    """Bounded, so that the reader cannot run far ahead of the consumer."""

    def __init__(self, depth: int) -> None:
        self._queue: mp.Queue = mp.Queue(maxsize=depth)

    def send(self, line: str) -> None:
        self._queue.put(line)

    def finish(self) -> None:
        self._queue.put(None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._queue.get, None)
