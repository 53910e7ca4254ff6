"""Counters and gauges in shared arrays. One slot per metric and worker, no locks needed."""
from __future__ import annotations

import multiprocessing as mp
from collections.abc import Sequence


class Board:
    """Made once by the parent and given to every child as an argument.

    Each worker writes its own column only; readers add the columns up.
    """

    def __init__(self, names: Sequence[str], workers: int, context=mp):
        self._index = {name: i for i, name in enumerate(names)}
        self.workers = workers
        self._cells = context.Array("d", len(names) * workers, lock=False)

    def _cell(self, name: str, worker: int) -> int:
        return self._index[name] * self.workers + worker

    def writer(self, worker: int) -> "Writer":
        if not 0 <= worker < self.workers:
            raise IndexError(worker)
        return Writer(self, worker)

    def total(self, name: str) -> float:
        start = self._cell(name, 0)
        return sum(self._cells[start : start + self.workers])

    def snapshot(self) -> dict[str, float]:
        return {name: self.total(name) for name in self._index}


class Writer:
    def __init__(self, board: Board, worker: int):
        self._board, self._worker = board, worker

    def add(self, name: str, amount: float = 1.0) -> None:
        # += on a cell is not atomic, but this process is its only writer
        self._board._cells[self._board._cell(name, self._worker)] += amount

    def set(self, name: str, value: float) -> None:
        self._board._cells[self._board._cell(name, self._worker)] = value
