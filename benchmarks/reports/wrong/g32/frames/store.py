"""Frames that live in shared memory and are handed around by name."""

from dataclasses import dataclass
from multiprocessing import shared_memory


@dataclass(frozen=True)
class FrameInfo:
    name: str
    width: int
    height: int


class FrameOwner:
    def __init__(self, width, height):
        self.block = shared_memory.SharedMemory(create=True, size=width * height)
        self.info = FrameInfo(self.block.name, width, height)

    def fill(self, value):
        self.block.buf[: self.info.width * self.info.height] = bytes([value]) * (self.info.width * self.info.height)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.block.close()
        self.block.unlink()


def open_frame(info):
    """The pixels of a frame, without copying them."""
    block = shared_memory.SharedMemory(name=info.name)
    return block.buf
