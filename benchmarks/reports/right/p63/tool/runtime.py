from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Runtime:
    """How things are run: the context and the number of jobs, decided once."""

    def __init__(self, method: str | None, jobs: int):
        if jobs < 1:
            raise ValueError("jobs must be positive")
        self.context = multiprocessing.get_context(method)
        self.jobs = jobs

    def map(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        items = list(items)
        if self.jobs == 1 or len(items) < 2:
            yield from map(function, items)
            return
        with self.context.Pool(min(self.jobs, len(items))) as pool:
            yield from pool.imap(function, items)
