"""Count hits by country: workers count alone and merge under a lock."""

import collections
import sys
from multiprocessing import Lock, Manager, Process

COUNTRIES = ("de", "fr", "it")


class SharedCounts:
    """A manager's dict whose updates are guarded."""

    def __init__(self, mapping, lock):
        self.mapping = mapping
        self.lock = lock

    def add(self, key, amount=1):
        with self.lock:
            self.mapping[key] = self.mapping.get(key, 0) + amount

    def merge(self, counts):
        with self.lock:
            for key, amount in counts.items():
                self.mapping[key] += amount


def count_shard(shard, lines, shared):
    local = collections.Counter()
    for number in range(lines):
        local[COUNTRIES[(number + shard) % 3]] += 1
    shared.merge(local)
    shared.add("shards")


def main():
    lock = Lock()
    with Manager() as manager:
        shared = SharedCounts(manager.dict({country: 0 for country in COUNTRIES}), lock)
        workers = [Process(target=count_shard, args=(shard, 600, shared)) for shard in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(sorted(shared.mapping.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
