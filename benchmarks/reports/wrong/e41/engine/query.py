from __future__ import annotations

import multiprocessing
from typing import Iterable, Sequence

from engine.tables import Row, get_table, put_table


def _total(job: tuple[str, str]) -> tuple[str, int]:
    table, region = job
    return region, sum(row.amount for row in get_table(table) if row.region == region)


class Engine:
    """Tables stay in memory, so that only the names travel to the workers."""

    def __init__(self, workers: int) -> None:
        self._pool = multiprocessing.Pool(workers)

    def load(self, name: str, rows: Iterable[Row]) -> None:
        put_table(name, rows)

    def total(self, name: str, regions: Sequence[str]) -> dict[str, int]:
        return dict(self._pool.map(_total, [(name, r) for r in regions]))

    def close(self) -> None:
        self._pool.close()
        self._pool.join()
