"""Train on batches that a child process prepares ahead of time."""

import argparse
import itertools
import logging
import multiprocessing as mp
import sys
from dataclasses import dataclass

log = logging.getLogger("train")


@dataclass
class Batch:
    number: int
    data: bytes


class SubEpochExhausted(Exception):
    pass


def load_batches(seed, count, size):
    for number in range(count):
        yield Batch(number, bytes([(seed + number) % 256]) * size)


def prefetch(seed, count, size, batches):
    """Runs in the producer."""
    for batch in load_batches(seed, count, size):
        batches.put(batch)
    batches.put(None)


class Dataset:
    """Iterates over the batches of the producer."""

    def __init__(self, seed, count, size):
        self.batches = mp.Queue()
        self.producer = mp.Process(target=prefetch, args=(seed, count, size, self.batches))
        self.producer.start()

    def __iter__(self):
        return self

    def __next__(self):
        batch = self.batches.get()
        if batch is None:
            raise StopIteration
        return batch


class Trainer:
    def __init__(self, dataset, max_steps):
        self.dataset = dataset
        self.max_steps = max_steps
        self.loss = 100.0

    def step(self, batch):
        self.loss *= 0.5 + (batch.data[0] % 3) / 10
        log.info("step %d: loss %.3f", batch.number, self.loss)

    def train(self):
        steps = 0
        for batch in itertools.islice(self.dataset, self.max_steps):
            self.step(batch)
            steps += 1
        return steps


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-steps", type=int, default=3)
    parser.add_argument("--batches", type=int, default=40)
    parser.add_argument("--batch-size", type=int, default=50_000)
    args = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    dataset = Dataset(1, args.batches, args.batch_size)
    trainer = Trainer(dataset, args.max_steps)
    print(trainer.train(), "batches, loss", round(trainer.loss, 3), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
