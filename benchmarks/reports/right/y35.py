"""A dataset that copies itself; its copier stays behind when it is sent to workers."""

import shutil
import sys
import tempfile
from multiprocessing import Process, Queue
from pathlib import Path
from threading import Thread


class CachedDataset:
    def __init__(self, slow, fast):
        self.slow = Path(slow)
        self.fast = Path(fast)
        self.copier = Thread(target=shutil.copytree, args=(self.slow, self.fast))
        self.watcher = None

    def start(self):
        self.watcher = Process(target=print, args=("copying",))
        self.watcher.start()
        self.watcher.join()
        self.copier.start()
        self.copier.join()

    def __getstate__(self):
        return {"slow": self.slow, "fast": self.fast, "copier": None, "watcher": None}

    def names(self):
        return sorted(path.name for path in self.fast.iterdir())

    def load(self, name):
        return (self.fast / name).read_text(encoding="utf-8")


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


def main():
    with tempfile.TemporaryDirectory() as folder:
        slow = Path(folder, "nfs")
        slow.mkdir()
        for number in range(6):
            (slow / f"sample{number}.txt").write_text("x" * (number + 1), encoding="utf-8")
        dataset = CachedDataset(slow, Path(folder, "ssd"))
        dataset.start()
        print(sum(Trainer(dataset, 2).launch().values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
