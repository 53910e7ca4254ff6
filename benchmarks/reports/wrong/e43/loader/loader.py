from __future__ import annotations

import multiprocessing as mp
from typing import Iterator

from loader.dataset import Dataset, Sample


def _fetch(dataset: Dataset, batches: list[list[int]], out: mp.Queue) -> None:
    for indices in batches:
        out.put([dataset[i] for i in indices])
    out.put(None)


class DataLoader:
    def __init__(self, dataset: Dataset, batch_size: int, workers: int) -> None:
        self.dataset = dataset
        self.batch_size = batch_size
        self.workers = workers

    def _batches(self) -> list[list[int]]:
        order = list(range(len(self.dataset)))
        return [order[i : i + self.batch_size] for i in range(0, len(order), self.batch_size)]

    def __iter__(self) -> Iterator[list[Sample]]:
        batches = self._batches()
        out: mp.Queue = mp.Queue(maxsize=8)
        procs = [
            mp.Process(target=_fetch, args=(self.dataset, batches[w :: self.workers], out))
            for w in range(self.workers)
        ]
        for proc in procs:
            proc.start()
        running = len(procs)
        while running:
            batch = out.get()
            if batch is None:
                running -= 1
            else:
                yield batch
        for proc in procs:
            proc.join()
