"""Single producer, single consumer. Two semaphores order all accesses, so no lock is needed."""
from __future__ import annotations

import multiprocessing as mp
import struct
from multiprocessing.shared_memory import SharedMemory
from typing import Any

_header = struct.Struct("<i")


class RingBuffer:
    def __init__(self, slots: int, slot_size: int) -> None:
        self.slots = slots
        self.slot_size = slot_size + _header.size
        self._free = mp.Semaphore(slots)
        self._filled = mp.Semaphore(0)
        self._shm = SharedMemory(create=True, size=self.slots * self.slot_size)
        self._position = 0

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        state["_shm"] = self._shm.name
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._shm = SharedMemory(name=state["_shm"])

    def _next(self) -> int:
        offset = self._position % self.slots * self.slot_size
        self._position += 1
        return offset

    def put(self, data: bytes) -> None:
        self._free.acquire()
        self._write(self._next(), len(data), data)
        self._filled.release()

    def put_end(self) -> None:
        self._free.acquire()
        self._write(self._next(), -1, b"")
        self._filled.release()

    def _write(self, offset: int, size: int, data: bytes) -> None:
        _header.pack_into(self._shm.buf, offset, size)
        start = offset + _header.size
        self._shm.buf[start : start + len(data)] = data

    def get(self) -> bytes | None:
        self._filled.acquire()
        try:
            offset = self._next()
            (size,) = _header.unpack_from(self._shm.buf, offset)
            if size < 0:
                return None
            start = offset + _header.size
            return bytes(self._shm.buf[start : start + size])
        finally:
            self._free.release()

    def close(self) -> None:
        self._shm.close()

    def __enter__(self) -> "RingBuffer":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._shm.close()
        self._shm.unlink()
