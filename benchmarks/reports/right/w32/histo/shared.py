from __future__ import annotations

import ctypes
import multiprocessing


class SharedCount:
    """A number that several processes add to."""

    def __init__(self) -> None:
        self._value = multiprocessing.Value(ctypes.c_long, 0)

    def __iadd__(self, amount: int) -> SharedCount:
        with self._value.get_lock():
            self._value.value += amount
        return self

    def __int__(self) -> int:
        return self._value.value


class Rows:
    """A row per worker, so that no lock is needed."""

    def __init__(self, rows: int, width: int) -> None:
        self.width = width
        self.rows = rows
        self._cells = multiprocessing.RawArray(ctypes.c_long, rows * width)

    def add(self, row: int, column: int) -> None:
        self._cells[row * self.width + column] += 1

    def column(self, column: int) -> int:
        return sum(self._cells[row * self.width + column] for row in range(self.rows))
