from __future__ import annotations

from contextlib import contextmanager
from multiprocessing.shared_memory import SharedMemory
from typing import Iterator


@contextmanager
def published(payload: bytes) -> Iterator[str]:
    """Makes payload readable for other processes; yields the name of the block."""
    shm = SharedMemory(create=True, size=len(payload))
    try:
        shm.buf[: len(payload)] = payload
        yield shm.name
    finally:
        shm.close()
        shm.unlink()


@contextmanager
def attached(name: str) -> Iterator[memoryview]:
    shm = SharedMemory(name=name)
    view = shm.buf.toreadonly()
    try:
        yield view
    finally:
        view.release()
        shm.close()
