"""A ring of frames in shared memory."""

from multiprocessing.shared_memory import SharedMemory

FRAME = 64


class FrameRing:
    def __init__(self, memory):
        self._memory = memory

    @classmethod
    def create(cls, slots):
        return cls(SharedMemory(create=True, size=slots * FRAME))

    @classmethod
    def attach(cls, name):
        return cls(SharedMemory(name=name))

    @property
    def name(self):
        return self._memory.name

    def write(self, slot, data):
        start = slot * FRAME
        self._memory.buf[start] = len(data)
        self._memory.buf[start + 1 : start + 1 + len(data)] = data

    def read(self, slot):
        start = slot * FRAME
        length = self._memory.buf[start]
        return bytes(self._memory.buf[start + 1 : start + 1 + length])

    def close(self):
        self._memory.close()

    def destroy(self):
        self._memory.close()
        try:
            self._memory.unlink()
        except FileNotFoundError:
            print("the segment is gone already")
