"""Request metrics kept in a small shared-memory table."""
from __future__ import annotations

import contextlib
import multiprocessing as mp
import struct
from enum import IntEnum
from multiprocessing.shared_memory import SharedMemory
from typing import Iterator


class Metric(IntEnum):
    REQUESTS = 0
    ERRORS = 1
    BYTES = 2


class MetricTable:
    _slot = struct.Struct("<q")

    def __init__(self, shm: SharedMemory) -> None:
        self._shm = shm

    @classmethod
    @contextlib.contextmanager
    def create(cls) -> Iterator["MetricTable"]:
        shm = SharedMemory(create=True, size=len(Metric) * cls._slot.size)
        shm.buf[:] = bytes(shm.size)
        try:
            yield cls(shm)
        finally:
            shm.close()
            shm.unlink()

    def value(self, metric: Metric) -> int:
        return self._slot.unpack_from(self._shm.buf, metric * self._slot.size)[0]

    def increment(self, metric: Metric, amount: int = 1) -> None:
        offset = metric * self._slot.size
        (current,) = self._slot.unpack_from(self._shm.buf, offset)
        self._slot.pack_into(self._shm.buf, offset, current + amount)

    def close(self) -> None:
        self._shm.close()

    @property
    def name(self) -> str:
        return self._shm.name

    def snapshot(self) -> dict[str, int]:
        return {m.name.lower(): self.value(m) for m in Metric}


class RequestHandler:
    def __init__(self, metrics: MetricTable) -> None:
        self.metrics = metrics

    def handle(self, size: int) -> None:
        self.metrics.increment(Metric.REQUESTS)
        self.metrics.increment(Metric.BYTES, size)
        if size % 10 == 0:
            self.metrics.increment(Metric.ERRORS)


def serve(table_name: str, go, requests: int) -> None:
    table = MetricTable(SharedMemory(name=table_name))
    handler = RequestHandler(table)
    go.wait()
    for i in range(requests):
        handler.handle(i % 100)
    table.close()


def main() -> None:
    per_worker, workers = 40_000, 4
    with MetricTable.create() as table:
        go = mp.Event()
        procs = [mp.Process(target=serve, args=(table.name, go, per_worker)) for _ in range(workers)]
        for p in procs:
            p.start()
        go.set()
        for p in procs:
            p.join()
        print("expected", per_worker * workers, table.snapshot())


if __name__ == "__main__":
    main()
