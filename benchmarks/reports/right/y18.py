"""A loader with worker processes: the normalisation travels with the dataset."""

import itertools
import sys
from multiprocessing import Process, Queue

SCALE = 1.0


def set_scale(scale):
    """Default of datasets made from now on."""
    global SCALE
    SCALE = scale


class Dataset:
    def __init__(self, size, scale=None):
        self.size = size
        self.scale = SCALE if scale is None else scale

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return (index % 17) * self.scale


class Worker(Process):
    def __init__(self, dataset, requests, samples):
        super().__init__(daemon=True)
        self.dataset = dataset
        self.requests = requests
        self.samples = samples

    def run(self):
        for number, indices in iter(self.requests.get, None):
            self.samples.put((number, [self.dataset[index] for index in indices]))


def batches(size, width):
    indices = iter(range(size))
    while batch := list(itertools.islice(indices, width)):
        yield batch


def load(dataset, workers):
    requests, samples = Queue(), Queue()
    processes = [Worker(dataset, requests, samples) for _ in range(workers)]
    for process in processes:
        process.start()
    jobs = list(enumerate(batches(len(dataset), 4)))
    for job in jobs + [None] * workers:
        requests.put(job)
    found = dict(samples.get() for _ in jobs)
    for process in processes:
        process.join()
    return list(itertools.chain.from_iterable(found[number] for number, _ in jobs))


if __name__ == "__main__":
    set_scale(2.5)
    data = Dataset(50)
    print(load(data, 2) == [data[index] for index in range(50)])
    sys.exit(0)
