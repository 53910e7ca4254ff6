from dataclasses import dataclass
from multiprocessing.managers import SharedMemoryManager


@dataclass(frozen=True)
class TileRef:
    number: int
    name: str
    size: int


class TileStore:
    """Allocates tiles from one shared memory manager."""

    def __init__(self):
        self.manager = SharedMemoryManager()
        self.manager.start()

    def put(self, number, data):
        block = self.manager.SharedMemory(size=len(data))
        block.buf[: len(data)] = data
        ref = TileRef(number, block.name, len(data))
        block.close()
        return ref

    def close(self):
        self.manager.shutdown()
