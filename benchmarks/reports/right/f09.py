"""Tile renderer; the publisher owns the block, readers only close their mapping."""
from __future__ import annotations

import multiprocessing as mp
import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from multiprocessing import shared_memory


@dataclass(frozen=True)
class GridSpec:
    name: str
    rows: int
    cols: int


class Grid(ABC):
    def __init__(self, spec: GridSpec) -> None:
        self.spec = spec
        self._shm = self._attach()

    @abstractmethod
    def _attach(self) -> shared_memory.SharedMemory: ...

    def row(self, index: int) -> bytes:
        start = index * self.spec.cols
        return bytes(self._shm.buf[start : start + self.spec.cols])

    def release(self) -> None:
        self._shm.close()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.release()


class ReadGrid(Grid):
    def _attach(self) -> shared_memory.SharedMemory:
        return shared_memory.SharedMemory(name=self.spec.name)


class PublishedGrid(Grid):
    def _attach(self) -> shared_memory.SharedMemory:
        return shared_memory.SharedMemory(
            name=self.spec.name, create=True, size=self.spec.rows * self.spec.cols
        )

    def fill(self) -> None:
        n = self.spec.rows * self.spec.cols
        self._shm.buf[:n] = bytes(i % 251 for i in range(n))

    def release(self) -> None:
        super().release()
        self._shm.unlink()


def render_tile(spec: GridSpec, row: int, results: mp.Queue) -> None:
    with ReadGrid(spec) as grid:
        results.put((row, max(grid.row(row))))


def main() -> None:
    spec = GridSpec(f"grid_{os.getpid()}", rows=4, cols=64)
    results: mp.Queue = mp.Queue()
    with PublishedGrid(spec) as grid:
        grid.fill()
        procs = [mp.Process(target=render_tile, args=(spec, r, results)) for r in range(spec.rows)]
        for p in procs:
            p.start()
        tiles = dict(results.get() for _ in procs)
        for p in procs:
            p.join()
    assert len(tiles) == 4 and tiles[0] == 63
    print(sorted(tiles.items()))


if __name__ == "__main__":
    main()
