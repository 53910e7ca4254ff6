from multiprocessing.shared_memory import SharedMemory

FRAME = 64


class FrameRing:
    def __init__(self, memory, owner):
        self._memory = memory
        self._owner = owner

    @classmethod
    def create(cls, slots):
        return cls(SharedMemory(create=True, size=slots * FRAME), owner=True)

    @classmethod
    def attach(cls, name):
        return cls(SharedMemory(name=name, track=False), owner=False)

    @property
    def name(self):
        return self._memory.name

    def write(self, slot, data):
        start = slot * FRAME
        self._memory.buf[start] = len(data)
        self._memory.buf[start + 1 : start + 1 + len(data)] = data

    def read(self, slot):
        start = slot * FRAME
        return bytes(self._memory.buf[start + 1 : start + 1 + self._memory.buf[start]])

    def destroy(self):
        self._memory.close()
        if self._owner:
            self._memory.unlink()
