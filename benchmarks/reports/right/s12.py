"""Feature computation with a progress counter shared by all workers."""
from __future__ import annotations

import ctypes
import multiprocessing as mp
import sys
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized


@dataclass(frozen=True)
class Dataset:
    ident: str
    events: int


class Progress:
    def __init__(self, total: int) -> None:
        self.count = mp.Value(ctypes.c_int64, 0)
        self.total = total

    def step(self) -> None:
        with self.count.get_lock():
            self.count.value += 1

    def fraction(self) -> float:
        return self.count.value / self.total


def deform(event: int) -> float:
    return (event * 37 % 101) / 101


def compute_features(dataset: Dataset, progress: Progress, out: mp.Queue) -> None:
    total = 0.0
    for event in range(dataset.events):
        total += deform(event)
        progress.step()
    out.put((dataset.ident, total / dataset.events))


def analyse(datasets: list[Dataset]) -> tuple[dict[str, float], Progress]:
    progress = Progress(sum(d.events for d in datasets))
    out: mp.Queue = mp.Queue()
    workers = [mp.Process(target=compute_features, args=(d, progress, out)) for d in datasets]
    for worker in workers:
        worker.start()
    results = dict(out.get() for _ in workers)
    for worker in workers:
        worker.join()
    return results, progress


def main() -> int:
    datasets = [Dataset(f"run{i}", 60_000) for i in range(4)]
    results, progress = analyse(datasets)
    for ident, value in sorted(results.items()):
        print(ident, round(value, 3))
    print(f"progress {progress.fraction():.2%}: {progress.count.value} of {progress.total}")
    return 0 if progress.count.value == progress.total else 1


if __name__ == "__main__":
    sys.exit(main())
