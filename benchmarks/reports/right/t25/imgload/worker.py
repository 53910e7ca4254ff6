from __future__ import annotations

import zlib
from dataclasses import dataclass
from multiprocessing import Queue

from .dataset import TileDataset


@dataclass(frozen=True)
class BrokenBatch:
    indices: list[int]
    reason: str


def worker_loop(dataset: TileDataset, indices: Queue, results: Queue) -> None:
    while True:
        task = indices.get()
        if task is None:
            return
        number, batch = task
        try:
            values = [dataset.load(index) for index in batch]
        except zlib.error as error:
            results.put((number, BrokenBatch(batch, str(error))))
        else:
            results.put((number, values))
