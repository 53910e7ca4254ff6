"""Prefetching loader: batches are made in a child and come through a bounded queue."""
import multiprocessing as mp
import queue
import random

from model import dataset


def produce(out, stop, seed, rows, size, epochs):
    data = dataset(seed, rows)
    rng = random.Random(seed)
    for epoch in range(epochs):
        rng.shuffle(data)
        for i in range(0, len(data), size):
            if not offer(out, stop, (epoch, data[i : i + size])):
                return
    offer(out, stop, None)


def offer(out, stop, item):
    while not stop.is_set():
        try:
            out.put(item, timeout=0.05)
            return True
        except queue.Full:
            pass
    return False


class Loader:
    def __init__(self, seed, rows, size, epochs, ahead=4):
        self.queue = mp.Queue(ahead)
        self.stop = mp.Event()
        self._process = mp.Process(
            target=produce, args=(self.queue, self.stop, seed, rows, size, epochs), name=f"loader-{seed}"
        )

    def __enter__(self):
        self._process.start()
        return self

    def __iter__(self):
        while (item := self.queue.get()) is not None:
            yield item

    def __exit__(self, *exc):
        self.stop.set()
        # what is still on its way would keep the child's feeder thread from ending
        while self._process.is_alive():
            try:
                self.queue.get(timeout=0.05)
            except queue.Empty:
                pass
        self._process.join()
        self.queue.close()
