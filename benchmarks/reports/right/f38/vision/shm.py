from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory
from typing import Any


class SlotBuffer:
    """A number of equal slots in one block. Pickling gives an attached, non-owning copy."""

    def __init__(self, slots: int, size: int) -> None:
        self.slots, self.size = slots, size
        self._shm = SharedMemory(create=True, size=slots * size)
        self.owner = True

    def __getstate__(self) -> dict[str, Any]:
        return {"slots": self.slots, "size": self.size, "name": self._shm.name}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.slots, self.size = state["slots"], state["size"]
        self._shm = SharedMemory(name=state["name"])
        self.owner = False

    def write(self, slot: int, data: bytes) -> None:
        self._shm.buf[slot * self.size : slot * self.size + len(data)] = data

    def read(self, slot: int, n: int) -> bytes:
        return bytes(self._shm.buf[slot * self.size : slot * self.size + n])

    def close(self) -> None:
        self._shm.close()

    def destroy(self) -> None:
        assert self.owner
        self._shm.close()
        self._shm.unlink()
