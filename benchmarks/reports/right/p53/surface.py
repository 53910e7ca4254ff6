"""A grey image in shared memory: one owner, many attached painters."""
from __future__ import annotations

import os
from multiprocessing.shared_memory import SharedMemory
from typing import NamedTuple


class Handle(NamedTuple):
    """All that painters need to know; made of plain values."""

    name: str
    width: int
    height: int


class Surface:
    def __init__(self, segment: SharedMemory, width: int, height: int, *, owner: bool):
        self._segment = segment
        self.width, self.height = width, height
        self._owner = os.getpid() if owner else None
        self._rows = segment.buf[: width * height]

    @classmethod
    def create(cls, width: int, height: int) -> "Surface":
        return cls(SharedMemory(create=True, size=width * height), width, height, owner=True)

    @classmethod
    def attach(cls, handle: Handle) -> "Surface":
        return cls(SharedMemory(name=handle.name), handle.width, handle.height, owner=False)

    @property
    def handle(self) -> Handle:
        return Handle(self._segment.name, self.width, self.height)

    def put_row(self, y: int, x: int, values: bytes) -> None:
        start = y * self.width + x
        self._rows[start : start + len(values)] = values

    def checksum(self) -> int:
        return sum(self._rows)

    def to_pgm(self) -> bytes:
        return b"P5 %d %d 255\n" % (self.width, self.height) + bytes(self._rows)

    def close(self) -> None:
        self._rows.release()
        self._segment.close()
        if self._owner == os.getpid():
            self._segment.unlink()

    def __enter__(self) -> "Surface":
        return self

    def __exit__(self, *exc) -> None:
        self.close()
