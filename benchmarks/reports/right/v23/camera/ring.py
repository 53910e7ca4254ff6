from __future__ import annotations

import struct
from multiprocessing.shared_memory import SharedMemory

SLOT = struct.Struct("<Q")


class Ring:
    def __init__(self, shm: SharedMemory, slots: int, owner: bool) -> None:
        self._shm = shm
        self.slots = slots
        self._owner = owner

    @classmethod
    def create(cls, slots: int) -> "Ring":
        return cls(SharedMemory(create=True, size=slots * SLOT.size), slots, owner=True)

    @classmethod
    def attach(cls, name: str, slots: int) -> "Ring":
        return cls(SharedMemory(name=name), slots, owner=False)

    @property
    def name(self) -> str:
        return self._shm.name

    def write(self, number: int, value: int) -> None:
        SLOT.pack_into(self._shm.buf, number % self.slots * SLOT.size, value)

    def read(self, number: int) -> int:
        return SLOT.unpack_from(self._shm.buf, number % self.slots * SLOT.size)[0]

    def close(self) -> None:
        self._shm.close()
        if self._owner:
            self._shm.unlink()
