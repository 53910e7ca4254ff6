"""Builds the runtime of an ETL job step by step; a failure half-way releases what exists."""
from __future__ import annotations

import contextlib
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.managers import SyncManager


@dataclass(frozen=True)
class Row:
    key: str
    amount: int


def normalise(row: Row) -> Row:
    return Row(row.key.strip().lower(), max(0, row.amount))


class Runtime:
    def __init__(self, stack: contextlib.ExitStack, pool: ProcessPoolExecutor, manager: SyncManager):
        self._stack = stack
        self.pool = pool
        self.totals = manager.dict()

    @classmethod
    def build(cls, workers: int) -> "Runtime":
        with contextlib.ExitStack() as stack:
            manager = stack.enter_context(mp.Manager())
            pool = stack.enter_context(ProcessPoolExecutor(max_workers=workers))
            runtime = cls(stack.pop_all(), pool, manager)
        return runtime

    def load(self, rows: list[Row]) -> dict[str, int]:
        for row in self.pool.map(normalise, rows, chunksize=16):
            self.totals[row.key] = self.totals.get(row.key, 0) + row.amount
        return dict(self.totals)

    def close(self) -> None:
        self._stack.close()


def main() -> None:
    runtime = Runtime.build(2)
    try:
        rows = [Row(f" Key{i % 3} ", i - 5) for i in range(60)]
        print(sorted(runtime.load(rows).items()))
    finally:
        runtime.close()


if __name__ == "__main__":
    main()
