"""Small batch loader for sequence data, with worker processes."""
from __future__ import annotations

import multiprocessing as mp
import random
from typing import Any, Callable, Iterator, Sequence


class SequenceDataset:
    def __init__(self, size: int, seed: int = 7) -> None:
        rng = random.Random(seed)
        self.items = [[rng.randrange(100) for _ in range(rng.randrange(3, 9))] for _ in range(size)]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> list[int]:
        return self.items[index]


def _worker_loop(dataset, indices, collate_fn, out) -> None:
    for batch in indices:
        out.put(collate_fn([dataset[i] for i in batch]))
    out.put(None)


class BatchLoader:
    def __init__(self, dataset: SequenceDataset, batch_size: int, num_workers: int = 0,
                 collate_fn: Callable[[Sequence[Any]], Any] | None = None) -> None:
        self.dataset = dataset
        self.batch_size = batch_size
        self.num_workers = num_workers
        self.collate_fn = collate_fn or list

    def _batches(self) -> list[list[int]]:
        order = list(range(len(self.dataset)))
        return [order[i:i + self.batch_size] for i in range(0, len(order), self.batch_size)]

    def __iter__(self) -> Iterator[Any]:
        batches = self._batches()
        if not self.num_workers:
            for batch in batches:
                yield self.collate_fn([self.dataset[i] for i in batch])
            return
        out: mp.Queue = mp.Queue()
        workers = []
        for rank in range(self.num_workers):
            worker = mp.Process(target=_worker_loop, args=(self.dataset, batches[rank::self.num_workers], self.collate_fn, out))
            worker.start()
            workers.append(worker)
        finished = 0
        while finished < len(workers):
            batch = out.get()
            if batch is None:
                finished += 1
            else:
                yield batch
        for worker in workers:
            worker.join()


def train(epochs: int, lr: float) -> float:
    dataset = SequenceDataset(24)
    loader = BatchLoader(dataset, batch_size=1, num_workers=2, collate_fn=lambda batch: batch[0])
    weight = 0.0
    for _ in range(epochs):
        for sample in loader:
            weight += lr * (sum(sample) / len(sample) - weight)
    return weight


if __name__ == "__main__":
    print(f"final weight {train(2, 0.1):.1f}")
