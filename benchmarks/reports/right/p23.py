"""Leaky third-party parser tamed: workers are replaced after a number of tasks."""
import multiprocessing as mp
import os
from collections import Counter

_hoard = []


def parse(text):
    """Pretends to be the library that never frees anything."""
    _hoard.append(text * 10)
    return os.getpid(), len(_hoard), sum(map(int, text.split(",")))


class Usage:
    """What the parent learns of its workers from their answers."""

    def __init__(self, lifetime):
        self.lifetime = lifetime
        self.tasks = Counter()
        self.highest = 0

    def note(self, pid, hoard):
        self.tasks[pid] += 1
        self.highest = max(self.highest, hoard)

    def within(self):
        return self.highest <= self.lifetime and max(self.tasks.values()) <= self.lifetime

    @property
    def processes(self):
        return len(self.tasks)


def parse_many(texts, *, workers=2, lifetime=4):
    # Replacements are started from a thread of the pool: never by fork, hence spawn by name.
    # (The executor's max_tasks_per_child can stall in the Pythons we support; the pool's does not.)
    sums, usage = [], Usage(lifetime)
    with mp.get_context("spawn").Pool(workers, maxtasksperchild=lifetime) as pool:
        for pid, hoard, total in pool.imap(parse, texts):
            sums.append(total)
            usage.note(pid, hoard)
        pool.close()
        pool.join()
    return sums, usage


def main():
    texts = [",".join(map(str, range(i + 1))) for i in range(16)]
    sums, usage = parse_many(texts)
    assert sums == [i * (i + 1) // 2 for i in range(16)]
    assert usage.within(), usage.tasks
    assert not _hoard
    print("parsed", len(sums), "with", "several" if usage.processes >= 4 else "few", "processes")


if __name__ == "__main__":
    main()
