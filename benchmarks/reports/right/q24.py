"""A shared vector that frees itself: close everywhere, unlink in the owning process only."""
import os
import weakref
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


def _release(block, owner):
    block.close()
    if owner == os.getpid():
        block.unlink()


class Vector:
    def __init__(self, size, name=None):
        self.size = size
        self._block = SharedMemory(name=name, create=name is None, size=size)
        self._finalizer = weakref.finalize(
            self, _release, self._block, os.getpid() if name is None else -1)

    def __reduce__(self):
        return Vector, (self.size, self._block.name)

    def __setitem__(self, i, v):
        self._block.buf[i] = v

    def __iter__(self):
        return iter(bytes(self._block.buf[:self.size]))

    def close(self):
        self._finalizer()


def fill(vector, lo, hi):
    try:
        for i in range(lo, hi):
            vector[i] = i
    finally:
        vector.close()


def main():
    vector = Vector(100)
    procs = [Process(target=fill, args=(vector, i, i + 25)) for i in range(0, 100, 25)]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    total = sum(vector)
    vector.close()
    assert all(p.exitcode == 0 for p in procs) and total == 4950
    print(total)


if __name__ == "__main__":
    main()
