"""Request metrics in shared memory with a lock that travels with the table."""
from __future__ import annotations

import multiprocessing as mp
import struct
from enum import IntEnum
from multiprocessing.shared_memory import SharedMemory
from typing import Any


class Metric(IntEnum):
    REQUESTS = 0
    BYTES = 1


class MetricTable:
    _slot = struct.Struct("<q")

    def __init__(self) -> None:
        self._shm = SharedMemory(create=True, size=len(Metric) * self._slot.size)
        self._shm.buf[: len(Metric) * self._slot.size] = bytes(len(Metric) * self._slot.size)
        self._lock = mp.Lock()
        self._owner = True

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self._shm.name, "lock": self._lock}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._shm = SharedMemory(name=state["name"])
        self._lock = state["lock"]
        self._owner = False

    def increment(self, metric: Metric, amount: int = 1) -> None:
        offset = metric * self._slot.size
        with self._lock:
            (current,) = self._slot.unpack_from(self._shm.buf, offset)
            self._slot.pack_into(self._shm.buf, offset, current + amount)

    def snapshot(self) -> dict[str, int]:
        with self._lock:
            return {
                m.name: self._slot.unpack_from(self._shm.buf, m * self._slot.size)[0] for m in Metric
            }

    def dispose(self) -> None:
        self._shm.close()
        if self._owner:
            self._shm.unlink()


def serve(table: MetricTable, requests: int) -> None:
    for i in range(requests):
        table.increment(Metric.REQUESTS)
        table.increment(Metric.BYTES, i % 10)


def main() -> None:
    table = MetricTable()
    try:
        procs = [mp.Process(target=serve, args=(table, 3000)) for _ in range(3)]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        snap = table.snapshot()
    finally:
        table.dispose()
    assert snap == {"REQUESTS": 9000, "BYTES": 3 * 300 * 45}, snap
    print(snap)


if __name__ == "__main__":
    main()
