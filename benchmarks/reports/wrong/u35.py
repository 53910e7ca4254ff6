"""A dataset on slow storage that is copied to a fast disk while training starts."""

import argparse
import os
import shutil
import sys
import tempfile
from multiprocessing import Process, Queue, Value
from pathlib import Path


class CachedDataset:
    """Reads from the slow folder until the copy is complete."""

    def __init__(self, slow, fast=None):
        self.slow = Path(slow)
        self.fast = Path(fast) if fast else None
        self.copied = Value("b", False)
        self.copier = None
        if self.fast is not None:
            self.copier = Process(target=copy_tree, args=(self.slow, self.fast, self.copied))
            self.copier.start()

    @property
    def folder(self):
        return self.fast if self.copied.value else self.slow

    def names(self):
        return sorted(path.name for path in self.slow.iterdir())

    def load(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def close(self):
        if self.copier is not None:
            self.copier.join()


def copy_tree(source, target, copied):
    shutil.copytree(source, target, dirs_exist_ok=True)
    copied.value = True


class Trainer:
    def __init__(self, dataset, ranks):
        self.dataset = dataset
        self.ranks = ranks

    def train(self, rank, results):
        names = self.dataset.names()[rank :: self.ranks]
        results.put((rank, sum(len(self.dataset.load(name)) for name in names)))

    def launch(self):
        results = Queue()
        processes = [Process(target=self.train, args=(rank, results)) for rank in range(self.ranks)]
        for process in processes:
            process.start()
        totals = dict(results.get() for _ in processes)
        for process in processes:
            process.join()
        return totals


def make_samples(folder, count):
    os.makedirs(folder)
    for number in range(count):
        with open(os.path.join(folder, f"sample{number}.txt"), "w", encoding="utf-8") as handle:
            handle.write("x" * (number + 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--samples", type=int, default=6)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        slow = os.path.join(folder, "nfs")
        make_samples(slow, args.samples)
        dataset = CachedDataset(slow, os.path.join(folder, "ssd"))
        try:
            totals = Trainer(dataset, args.ranks).launch()
        finally:
            dataset.close()
    print(sum(totals.values()), "characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
