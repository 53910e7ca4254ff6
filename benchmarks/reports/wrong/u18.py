"""A loader that fetches samples in worker processes."""

import argparse
import itertools
import queue
import sys
from multiprocessing import Process, Queue

SCALE = 1.0
OFFSET = 0.0


def set_scale(scale, offset=0.0):
    """Choose the normalisation of every dataset."""
    global SCALE, OFFSET
    SCALE = scale
    OFFSET = offset


class Dataset:
    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return (index % 17) * SCALE + OFFSET


class Worker(Process):
    """Fetches batches until it gets no more indices."""

    def __init__(self, dataset, requests, samples):
        super().__init__(daemon=True)
        self.dataset = dataset
        self.requests = requests
        self.samples = samples

    def run(self):
        while True:
            batch = self.requests.get()
            if batch is None:
                return
            number, indices = batch
            self.samples.put((number, [self.dataset[index] for index in indices]))


class Loader:
    def __init__(self, dataset, batch_size=4, num_workers=0):
        self.dataset = dataset
        self.batch_size = batch_size
        self.num_workers = num_workers

    def _batches(self):
        indices = iter(range(len(self.dataset)))
        while batch := list(itertools.islice(indices, self.batch_size)):
            yield batch

    def __iter__(self):
        if not self.num_workers:
            for batch in self._batches():
                yield [self.dataset[index] for index in batch]
            return
        requests, samples = Queue(), Queue()
        workers = [Worker(self.dataset, requests, samples) for _ in range(self.num_workers)]
        for worker in workers:
            worker.start()
        expected = 0
        for item in enumerate(self._batches()):
            requests.put(item)
            expected += 1
        for _ in workers:
            requests.put(None)
        try:
            for _ in range(expected):
                yield samples.get(timeout=10)[1]
        except queue.Empty:
            raise RuntimeError("a worker of the loader is gone") from None
        for worker in workers:
            worker.join()


def epoch_sum(loader):
    return round(sum(sum(batch) for batch in loader), 3)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=2.5)
    parser.add_argument("--size", type=int, default=50)
    options = parser.parse_args()
    set_scale(options.scale, offset=1.0)
    data = Dataset(options.size)
    serial = epoch_sum(Loader(data))
    parallel = epoch_sum(Loader(data, num_workers=2))
    print("serial", serial, "parallel", parallel)
    sys.exit(0 if serial == parallel else 1)
