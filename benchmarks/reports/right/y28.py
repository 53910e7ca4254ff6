"""Train on prefetched batches and stop early: the producer is told and drained."""

import itertools
import multiprocessing as mp
import queue
import sys


def prefetch(count, size, batches, stopping):
    for number in range(count):
        if stopping.is_set():
            break
        batches.put((number, bytes([number % 256]) * size))
    batches.put(None)


class Dataset:
    def __init__(self, count, size):
        self.stopping = mp.Event()
        self.batches = mp.Queue(4)
        self.producer = mp.Process(target=prefetch, args=(count, size, self.batches, self.stopping))
        self.producer.start()
        self.exhausted = False

    def __iter__(self):
        for batch in iter(self.batches.get, None):
            yield batch
        self.exhausted = True

    def close(self):
        self.stopping.set()
        while not self.exhausted:
            try:
                self.exhausted = self.batches.get(timeout=5) is None
            except queue.Empty:
                break
        self.producer.join()


def main():
    dataset = Dataset(40, 50_000)
    loss = 100.0
    try:
        for _number, data in itertools.islice(dataset, 3):
            loss *= 0.5 + (data[0] % 3) / 10
    finally:
        dataset.close()
    print(round(loss, 3), dataset.producer.exitcode)
    return 0


if __name__ == "__main__":
    sys.exit(main())
