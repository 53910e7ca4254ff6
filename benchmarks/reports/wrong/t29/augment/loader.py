from __future__ import annotations

import multiprocessing as mp
from typing import Iterator

from .dataset import PatchDataset
from .transforms import Sample


def _serve(dataset: PatchDataset, indices: list[int], out: mp.Queue) -> None:
    for index in indices:
        out.put(dataset[index])
    out.put(None)


class ParallelLoader:
    def __init__(self, dataset: PatchDataset, workers: int) -> None:
        self.dataset = dataset
        self.workers = workers

    def __iter__(self) -> Iterator[Sample]:
        out: mp.Queue = mp.Queue()
        indices = list(range(len(self.dataset)))
        processes = [
            mp.Process(target=_serve, args=(self.dataset, indices[rank::self.workers], out))
            for rank in range(self.workers)
        ]
        for process in processes:
            process.start()
        open_ends = len(processes)
        while open_ends:
            sample = out.get()
            if sample is None:
                open_ends -= 1
            else:
                yield sample
        for process in processes:
            process.join()
