"""Image tiler: workers get their configuration and a lock through the initializer."""
from __future__ import annotations

import multiprocessing as mp
import tempfile
from dataclasses import dataclass
from multiprocessing.synchronize import Lock
from pathlib import Path


@dataclass(frozen=True)
class TileConfig:
    size: int
    index: Path


_config: TileConfig | None = None
_lock: Lock | None = None


def _init_worker(config: TileConfig, lock: Lock) -> None:
    global _config, _lock
    _config = config
    _lock = lock


def tile(position: tuple[int, int]) -> int:
    assert _config is not None and _lock is not None
    x, y = position
    area = _config.size * _config.size
    with _lock:
        with _config.index.open("a") as fh:
            fh.write(f"{x},{y},{area}\n")
    return area


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        config = TileConfig(16, Path(tmp) / "index.csv")
        lock = mp.Lock()
        positions = [(x, y) for x in range(5) for y in range(4)]
        with mp.Pool(2, initializer=_init_worker, initargs=(config, lock)) as pool:
            total = sum(pool.imap_unordered(tile, positions, chunksize=4))
        lines = config.index.read_text().splitlines()
    print(total, len(lines))


if __name__ == "__main__":
    main()
