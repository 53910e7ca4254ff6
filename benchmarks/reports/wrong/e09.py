"""Tile renderer: a height map is published once and read by all tile workers."""
from __future__ import annotations

import logging
import multiprocessing as mp
import time
from array import array
from dataclasses import dataclass
from multiprocessing import shared_memory
from types import TracebackType

log = logging.getLogger("tiles")


@dataclass(frozen=True)
class GridSpec:
    name: str
    rows: int
    cols: int

    @property
    def nbytes(self) -> int:
        return self.rows * self.cols


class SharedGrid:
    """Context manager around one block; used by the publisher and by the readers."""

    def __init__(self, spec: GridSpec, create: bool = False) -> None:
        self.spec = spec
        self._shm = shared_memory.SharedMemory(
            name=spec.name, create=create, size=spec.nbytes if create else 0
        )

    def __enter__(self) -> "SharedGrid":
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._shm.close()
        try:
            self._shm.unlink()
        except FileNotFoundError:
            pass

    def fill(self, values: array) -> None:
        self._shm.buf[: self.spec.nbytes] = values.tobytes()

    def row(self, index: int) -> bytes:
        start = index * self.spec.cols
        return bytes(self._shm.buf[start : start + self.spec.cols])


def render_tile(spec: GridSpec, row: int, results: mp.Queue) -> None:
    with SharedGrid(spec) as grid:
        data = grid.row(row)
        results.put((row, max(data)))


def render(spec: GridSpec) -> dict[int, int]:
    out: dict[int, int] = {}
    results: mp.Queue = mp.Queue()
    with SharedGrid(spec, create=True) as grid:
        grid.fill(array("B", [(r * 7 + c) % 251 for r in range(spec.rows) for c in range(spec.cols)]))
        for row in range(spec.rows):
            proc = mp.Process(target=render_tile, args=(spec, row, results))
            proc.start()
            proc.join()
            if proc.exitcode == 0:
                key, value = results.get(timeout=5)
                out[key] = value
            else:
                log.error("tile %d failed", row)
    return out


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    spec = GridSpec(f"grid-{time.time_ns()}", rows=6, cols=64)
    tiles = render(spec)
    print("tiles rendered", len(tiles), "of", spec.rows)


if __name__ == "__main__":
    main()
