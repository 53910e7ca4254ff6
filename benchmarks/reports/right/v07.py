"""Shared frame buffer: the owner creates and unlinks, workers only attach."""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from types import TracebackType


@dataclass(frozen=True)
class FrameRef:
    name: str
    rows: int
    cols: int


class FrameOwner:
    def __init__(self, rows: int, cols: int) -> None:
        self._shm = SharedMemory(create=True, size=rows * cols)
        self.ref = FrameRef(self._shm.name, rows, cols)

    def __enter__(self) -> "FrameOwner":
        return self

    def row_sum(self, row: int) -> int:
        start = row * self.ref.cols
        return sum(self._shm.buf[start : start + self.ref.cols])

    def __exit__(self, kind: type | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._shm.close()
        self._shm.unlink()


def paint(ref: FrameRef, rows: range) -> None:
    shm = SharedMemory(name=ref.name)
    try:
        for row in rows:
            for col in range(ref.cols):
                shm.buf[row * ref.cols + col] = (row + col) % 256
    finally:
        shm.close()


def main() -> None:
    with FrameOwner(8, 32) as owner:
        painters = [mp.Process(target=paint, args=(owner.ref, range(n, 8, 2))) for n in range(2)]
        for painter in painters:
            painter.start()
        for painter in painters:
            painter.join()
        print([owner.row_sum(row) for row in range(8)])


if __name__ == "__main__":
    main()
