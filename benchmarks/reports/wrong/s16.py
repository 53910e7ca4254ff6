"""Dense reconstruction: depth maps per shot, computed by a pool."""
from __future__ import annotations

import argparse
import logging
import multiprocessing as mp
import os
import signal
from dataclasses import dataclass

logger = logging.getLogger("dense")


@dataclass(frozen=True)
class Shot:
    ident: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


@dataclass(frozen=True)
class DepthMap:
    shot: str
    mean_depth: float


MEMORY_LIMIT = 30_000_000


def compute_depthmap(shot: Shot) -> DepthMap:
    if shot.pixels > MEMORY_LIMIT:
        # what the kernel does to us on a machine with 4 GB
        os.kill(os.getpid(), signal.SIGKILL)
    depth = sum((i * 31) % 17 for i in range(shot.pixels // 10_000)) / 10
    return DepthMap(shot.ident, depth)


def compute_all(shots: list[Shot], processes: int) -> list[DepthMap]:
    if processes == 1:
        return [compute_depthmap(s) for s in shots]
    with mp.Pool(processes) as pool:
        return pool.map(compute_depthmap, shots, chunksize=1)


def load_shots(count: int) -> list[Shot]:
    shots = [Shot(f"img{i:03d}", 4000, 3000) for i in range(count)]
    shots[count // 2] = Shot("pano", 12000, 6000)
    return shots


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    maps = compute_all(load_shots(8), args.processes)
    print(f"{len(maps)} depth maps, ended")


if __name__ == "__main__":
    main()
