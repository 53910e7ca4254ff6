"""Prefetch batches in a child. The queue is bounded; close() empties it, so that the child can end."""

import multiprocessing as mp
import queue


def _produce(batches, stop, make, count):
    for number in range(count):
        if stop.is_set():
            break
        batches.put(make(number))
    batches.put(None)


class Prefetcher:
    def __init__(self, make, count, depth=2):
        self._batches = mp.Queue(depth)
        self._stop = mp.Event()
        self._process = mp.Process(target=_produce, args=(self._batches, self._stop, make, count))
        self._process.start()

    def __iter__(self):
        return iter(self._batches.get, None)

    def close(self):
        self._stop.set()
        while self._process.is_alive():
            try:
                self._batches.get(timeout=0.05)
            except queue.Empty:
                continue
        self._process.join()
