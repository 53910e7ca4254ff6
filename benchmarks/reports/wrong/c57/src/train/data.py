"""Prefetching data loader backed by worker processes."""
from __future__ import annotations

import itertools
import multiprocessing as mp
import random


def make_batch(seed: int, size: int) -> list[list[float]]:
    rng = random.Random(seed)
    return [[rng.random() for _ in range(64)] for _ in range(size)]


def _fetch(indices, batches, size: int) -> None:
    for index in iter(indices.get, None):
        batches.put((index, make_batch(index, size)))


class Loader:
    def __init__(self, batches: int, size: int, workers: int = 2) -> None:
        self.total = batches
        self.indices = mp.SimpleQueue()
        self.ready: mp.Queue = mp.Queue(maxsize=2 * workers)
        self.workers = [
            mp.Process(target=_fetch, args=(self.indices, self.ready, size)) for _ in range(workers)
        ]
        for worker in self.workers:
            worker.start()

    def epoch(self):
        for index in range(self.total):
            self.indices.put(index)
        pending: dict[int, list] = {}
        for wanted in itertools.islice(itertools.count(), self.total):
            while wanted not in pending:
                index, batch = self.ready.get()
                pending[index] = batch
            yield pending.pop(wanted)

    def shutdown(self) -> None:
        for _ in self.workers:
            self.indices.put(None)
        for worker in self.workers:
            worker.join()
