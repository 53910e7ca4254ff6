"""Thumbnail farm: big results travel through a queue and are collected before the workers are joined."""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class Job:
    ident: int
    size: int


@dataclass
class Thumbnail:
    ident: int
    pixels: bytes


@dataclass(frozen=True)
class Done:
    worker: int


def work(number: int, jobs: mp.Queue, results: mp.Queue) -> None:
    for job in iter(jobs.get, None):
        results.put(Thumbnail(job.ident, bytes(job.size)))
    results.put(Done(number))


class Farm:
    def __init__(self, workers: int) -> None:
        self._jobs: mp.Queue = mp.Queue()
        self._results: mp.Queue = mp.Queue()
        self._procs = [
            mp.Process(target=work, args=(n, self._jobs, self._results)) for n in range(workers)
        ]

    def start(self) -> None:
        for proc in self._procs:
            proc.start()

    def feed(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._jobs.put(job)
        for _ in self._procs:
            self._jobs.put(None)

    def stop(self) -> list[Thumbnail]:
        thumbnails = list(self._drain())
        self._reap()
        return thumbnails

    def _reap(self) -> None:
        for proc in self._procs:
            proc.join()

    def _drain(self) -> Iterator[Thumbnail]:
        open_workers = len(self._procs)
        while open_workers:
            item = self._results.get()
            if isinstance(item, Done):
                open_workers -= 1
            else:
                yield item


def main() -> None:
    farm = Farm(2)
    farm.start()
    farm.feed([Job(i, 200_000) for i in range(12)])
    thumbs = farm.stop()
    assert len(thumbs) == 12 and sum(len(t.pixels) for t in thumbs) == 2_400_000
    print("thumbnails", len(thumbs))


if __name__ == "__main__":
    main()
