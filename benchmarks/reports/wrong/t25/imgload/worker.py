from __future__ import annotations

from multiprocessing import Queue

from .dataset import TileDataset


def worker_loop(dataset: TileDataset, indices: Queue, results: Queue) -> None:
    while True:
        task = indices.get()
        if task is None:
            return
        number, batch = task
        results.put((number, [dataset.load(index) for index in batch]))
