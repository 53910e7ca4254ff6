from __future__ import annotations

import multiprocessing as mp
from typing import Iterator

from .dataset import TileDataset
from .worker import worker_loop


class Loader:
    def __init__(self, dataset: TileDataset, batch_size: int, workers: int) -> None:
        self.dataset = dataset
        self.batch_size = batch_size
        self.workers = workers

    def __iter__(self) -> Iterator[list[int]]:
        return _LoaderIter(self)


class _LoaderIter:
    def __init__(self, loader: Loader) -> None:
        size = loader.batch_size
        numbers = range(len(loader.dataset))
        self.batches = [list(numbers[i:i + size]) for i in range(0, len(numbers), size)]
        self.results: mp.Queue = mp.Queue()
        self.indices: list[mp.Queue] = []
        self.processes: list[mp.Process] = []
        self.cache: dict[int, list[int]] = {}
        self.sent = 0
        self.received = 0
        for rank in range(loader.workers):
            queue: mp.Queue = mp.Queue()
            process = mp.Process(target=worker_loop, args=(loader.dataset, queue, self.results), daemon=True)
            process.start()
            self.indices.append(queue)
            self.processes.append(process)
        for _ in range(2 * loader.workers):
            self._send()

    def _send(self) -> None:
        if self.sent < len(self.batches):
            self.indices[self.sent % len(self.indices)].put((self.sent, self.batches[self.sent]))
            self.sent += 1

    def __iter__(self) -> _LoaderIter:
        return self

    def __next__(self) -> list[int]:
        if self.received == len(self.batches):
            self.shutdown()
            raise StopIteration
        while self.received not in self.cache:
            number, batch = self.results.get()
            self.cache[number] = batch
        self.received += 1
        self._send()
        return self.cache.pop(self.received - 1)

    def shutdown(self) -> None:
        for queue in self.indices:
            queue.put(None)
        for process in self.processes:
            process.join()
