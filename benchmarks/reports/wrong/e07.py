"""Word statistics over a corpus with a shared tally."""
from __future__ import annotations

import multiprocessing as mp
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Tally(Protocol):
    def add(self, word: str, n: int = 1) -> None: ...
    def top(self, k: int) -> list[tuple[str, int]]: ...


class ManagedTally:
    """Tally whose numbers live in a manager process, so every worker sees them."""

    def __init__(self, store) -> None:
        self._store = store

    def add(self, word: str, n: int = 1) -> None:
        self._store.setdefault(word, 0)
        self._store[word] += n

    def top(self, k: int) -> list[tuple[str, int]]:
        return sorted(self._store.items(), key=lambda kv: -kv[1])[:k]

    def total(self) -> int:
        return sum(self._store.values())


@dataclass(frozen=True)
class Chunk:
    number: int
    text: str


class CorpusWorker(mp.Process):
    def __init__(self, chunks: list[Chunk], tally: ManagedTally) -> None:
        super().__init__(name=f"corpus-{chunks[0].number}")
        self.chunks = chunks
        self.tally = tally

    def run(self) -> None:
        for chunk in self.chunks:
            for word in chunk.text.split():
                self.tally.add(word.lower())


def split(chunks: list[Chunk], parts: int) -> Iterable[list[Chunk]]:
    for i in range(parts):
        if part := chunks[i::parts]:
            yield part


def main() -> None:
    text = "the quick brown fox jumps over the lazy dog and the cat"
    chunks = [Chunk(i, text) for i in range(120)]
    expected = sum(len(c.text.split()) for c in chunks)
    with mp.Manager() as manager:
        tally = ManagedTally(manager.dict())
        workers = [CorpusWorker(part, tally) for part in split(chunks, 4)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        print("words", expected, "counted", tally.total(), tally.top(2))


if __name__ == "__main__":
    main()
