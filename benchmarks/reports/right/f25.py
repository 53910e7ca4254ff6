"""Shared lookup table whose block is removed by a finalizer of the process that made it."""
from __future__ import annotations

import atexit
import multiprocessing as mp
import os
import weakref
from array import array
from multiprocessing.shared_memory import SharedMemory
from typing import Sequence


def _remove(shm: SharedMemory, owner_pid: int) -> None:
    shm.close()
    if os.getpid() == owner_pid:
        try:
            shm.unlink()
        except FileNotFoundError:
            pass


class LookupTable:
    _registry: "weakref.WeakSet[LookupTable]" = weakref.WeakSet()

    def __init__(self, values: Sequence[int]) -> None:
        data = array("q", values)
        self.length = len(data)
        self._shm = SharedMemory(create=True, size=max(1, self.length * data.itemsize))
        self._shm.buf[: self.length * data.itemsize] = data.tobytes()
        self._finalizer = weakref.finalize(self, _remove, self._shm, os.getpid())
        self._registry.add(self)

    def handle(self) -> tuple[str, int]:
        return self._shm.name, self.length

    def dispose(self) -> None:
        self._finalizer()

    @classmethod
    def dispose_all(cls) -> None:
        for table in list(cls._registry):
            table.dispose()


atexit.register(LookupTable.dispose_all)


def lookup(task: tuple[tuple[str, int], int]) -> int:
    (name, length), index = task
    shm = SharedMemory(name=name)
    try:
        with shm.buf.cast("q") as values:
            return values[index % length]
    finally:
        shm.close()


def main() -> None:
    table = LookupTable([i * i for i in range(100)])
    handle = table.handle()
    with mp.Pool(2) as pool:
        got = pool.map(lookup, [(handle, i) for i in range(0, 200, 7)])
    assert got == [(i % 100) ** 2 for i in range(0, 200, 7)]
    print("looked up", len(got))


if __name__ == "__main__":
    main()
