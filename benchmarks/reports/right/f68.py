"""Scores in a ShareableList and bytes in a managed block; the manager removes both at the end."""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import ShareableList, SharedMemory


@dataclass(frozen=True)
class Slice:
    start: int
    stop: int


class Board:
    def __init__(self, scores: ShareableList, raw: SharedMemory) -> None:
        self.scores = scores
        self.raw = raw

    def update(self, part: Slice) -> int:
        view = self.raw.buf[part.start : part.stop]
        try:
            for offset, i in enumerate(range(part.start, part.stop)):
                self.scores[i] = float(view[offset]) * 1.5
        finally:
            view.release()
        return part.stop - part.start


def update(job: tuple[ShareableList, SharedMemory, Slice]) -> int:
    scores, raw, part = job
    try:
        return Board(scores, raw).update(part)
    finally:
        raw.close()


def slices(n: int, width: int) -> list[Slice]:
    return [Slice(i, min(n, i + width)) for i in range(0, n, width)]


def main() -> None:
    n = 50
    with SharedMemoryManager() as manager:
        scores = manager.ShareableList([0.0] * n)
        raw = manager.SharedMemory(size=n)
        raw.buf[:n] = bytes(range(n))
        with mp.Pool(2) as pool:
            done = pool.map(update, [(scores, raw, part) for part in slices(n, 8)], chunksize=1)
        result = list(scores)
        raw.close()
        scores.shm.close()
    assert sum(done) == n and result == [i * 1.5 for i in range(n)], result
    print(result[-1])


if __name__ == "__main__":
    main()
