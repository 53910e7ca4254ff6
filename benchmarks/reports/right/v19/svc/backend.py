"""Owns the pool it is given."""
from __future__ import annotations

from multiprocessing.pool import Pool
from typing import Iterable


def cube(value: int) -> int:
    return value**3


class Backend:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def compute(self, values: Iterable[int]) -> list[int]:
        return self._pool.map(cube, values)

    def close(self) -> None:
        self._pool.close()
        self._pool.join()
