"""Count words per document in a few long-lived workers."""
from __future__ import annotations

import multiprocessing as mp
from collections import Counter

DONE = "__done__"


def tally(jobs, out):
    for text in iter(jobs.get, None):
        out.put(Counter(text.split()))
    out.put(DONE)


class Census:
    """Template: start, feed, gather, retire - in this order, see run()."""

    def __init__(self, width: int) -> None:
        self.jobs = mp.Queue()
        self.out = mp.Queue()
        self.crew = [mp.Process(target=tally, args=(self.jobs, self.out)) for _ in range(width)]

    def _retire(self) -> None:
        for p in self.crew:
            p.join()
        codes = [p.exitcode for p in self.crew]
        if any(codes):
            raise RuntimeError(f"workers failed: {codes}")

    def _start(self) -> None:
        for p in self.crew:
            p.start()

    def _feed(self, texts) -> None:
        for t in texts:
            self.jobs.put(t)
        for _ in self.crew:
            self.jobs.put(None)

    def _gather(self) -> Counter:
        total: Counter = Counter()
        open_ends = len(self.crew)
        while open_ends:
            item = self.out.get()
            if item == DONE:
                open_ends -= 1
            else:
                total += item
        return total

    def run(self, texts) -> Counter:
        self._start()
        self._feed(texts)
        total = self._gather()
        self._retire()
        return total


if __name__ == "__main__":
    words = [" ".join(f"w{i % 50}" for i in range(j, j + 400)) for j in range(40)]
    result = Census(3).run(words)
    assert sum(result.values()) == 40 * 400
    print("words", sum(result.values()), "distinct", len(result))
