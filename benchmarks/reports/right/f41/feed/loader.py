from __future__ import annotations

import multiprocessing as mp
import queue
from multiprocessing.synchronize import Event
from typing import Iterator

from .source import Source


def _put(out: mp.Queue, item: object, stop: Event) -> bool:
    while not stop.is_set():
        try:
            out.put(item, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False


def _work(source: Source, batches: list[list[int]], out: mp.Queue, stop: Event) -> None:
    for batch in batches:
        if not _put(out, [source.load(i) for i in batch], stop):
            break
    else:
        _put(out, None, stop)
    if stop.is_set():
        out.cancel_join_thread()


class DataLoader:
    def __init__(self, source: Source, batch_size: int, workers: int, prefetch: int = 2) -> None:
        self.source = source
        indices = list(range(len(source)))
        batches = [indices[i : i + batch_size] for i in range(0, len(indices), batch_size)]
        self._stop = mp.Event()
        self._out: mp.Queue = mp.Queue(maxsize=prefetch)
        self._procs = [
            mp.Process(target=_work, args=(source, batches[w::workers], self._out, self._stop))
            for w in range(workers)
        ]

    def __enter__(self) -> "DataLoader":
        for proc in self._procs:
            proc.start()
        return self

    def __iter__(self) -> Iterator[list[int]]:
        running = len(self._procs)
        while running:
            batch = self._out.get()
            if batch is None:
                running -= 1
            else:
                yield batch

    def __exit__(self, *exc_info: object) -> None:
        self._stop.set()
        while any(proc.is_alive() for proc in self._procs):
            self._discard()
        for proc in self._procs:
            proc.join()

    def _discard(self) -> None:
        try:
            self._out.get(timeout=0.05)
        except queue.Empty:
            pass
