"""Prefetching loader; shutdown empties the pipe before it joins."""
from __future__ import annotations

import multiprocessing as mp
import random


def make_batch(seed: int, size: int) -> list[list[float]]:
    rng = random.Random(seed)
    return [[rng.random() for _ in range(64)] for _ in range(size)]


def _fetch(indices, ready, size: int) -> None:
    for index in iter(indices.get, None):
        ready.put((index, make_batch(index, size)))
    ready.put(None)


class Loader:
    def __init__(self, batches: int, size: int, workers: int = 2) -> None:
        self.total = batches
        self.indices = mp.SimpleQueue()
        self.ready: mp.Queue = mp.Queue(maxsize=2 * workers)
        self.workers = [
            mp.Process(target=_fetch, args=(self.indices, self.ready, size)) for _ in range(workers)
        ]
        self._open = len(self.workers)

    def __enter__(self) -> Loader:
        for worker in self.workers:
            worker.start()
        return self

    def __exit__(self, *exc) -> None:
        for _ in self.workers:
            self.indices.put(None)
        while self._open:
            self._next()
        for worker in self.workers:
            worker.join()

    def _next(self):
        item = self.ready.get()
        if item is None:
            self._open -= 1
        return item

    def __iter__(self):
        for index in range(self.total):
            self.indices.put(index)
        pending = {}
        for wanted in range(self.total):
            while wanted not in pending:
                index, batch = self._next()
                pending[index] = batch
            yield pending.pop(wanted)
