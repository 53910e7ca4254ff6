"""Helpers for the parallel evaluation of models."""
from __future__ import annotations

import multiprocessing
from typing import Any, Callable, Iterable


class ParallelCall:
    """The calls of one function for many arguments."""

    def __init__(self, workers: int, function: Callable, calls: Iterable[tuple]) -> None:
        self.pool = multiprocessing.Pool(processes=workers)
        self.results = [self.pool.apply_async(function, call) for call in calls]
        self.pool.close()

    def gather(self) -> list[Any]:
        values = [result.get() for result in self.results]
        self.pool.join()
        return values
