"""Word statistics: every worker counts locally and merges into the managed store under a lock."""
from __future__ import annotations

import multiprocessing as mp
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Chunk:
    number: int
    text: str


class ManagedTally:
    def __init__(self, store, lock) -> None:
        self._store = store
        self._lock = lock

    def merge(self, local: Counter[str]) -> None:
        with self._lock:
            for word, n in local.items():
                self._store[word] = self._store.get(word, 0) + n

    def total(self) -> int:
        return sum(self._store.values())


class CorpusWorker(mp.Process):
    def __init__(self, chunks: list[Chunk], tally: ManagedTally) -> None:
        super().__init__(name=f"corpus-{chunks[0].number}")
        self.chunks = chunks
        self.tally = tally
        self.local: Counter[str] = Counter()

    def run(self) -> None:
        for chunk in self.chunks:
            self.local.update(chunk.text.split())
        self.tally.merge(self.local)


def main() -> None:
    text = "the quick brown fox jumps over the lazy dog"
    chunks = [Chunk(i, text) for i in range(90)]
    with mp.Manager() as manager:
        tally = ManagedTally(manager.dict(), manager.Lock())
        workers = [CorpusWorker(chunks[i::3], tally) for i in range(3)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        total = tally.total()
    assert total == 90 * 9, total
    print("counted", total)


if __name__ == "__main__":
    main()
