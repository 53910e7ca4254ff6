from __future__ import annotations

import multiprocessing
from types import TracebackType

from .chunks import chunk_size, chunked
from .job import Job
from .shuffle import Shuffle


class Engine:
    """One pool for any number of jobs."""

    def __init__(self, workers: int = 2, context=None):
        self.workers = workers
        self._pool = (context or multiprocessing).Pool(workers)
        self.moved: dict[str, int] = {}

    def run(self, job: Job, items) -> dict:
        items = list(items)
        shuffle = Shuffle(job.partitions)
        chunks = chunked(items, chunk_size(len(items), self.workers))
        for triples in self._pool.imap_unordered(job.map_chunk, chunks):
            shuffle.add(triples)
        self.moved[type(job).__name__] = shuffle.moved
        result = {}
        for part in self._pool.map(job.reduce_partition, shuffle.parts()):
            result.update(part)
        return result

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, tb: TracebackType | None) -> None:
        if kind:
            self._pool.terminate()
        else:
            self._pool.close()
        self._pool.join()
