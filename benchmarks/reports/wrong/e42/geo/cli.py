"""python -m geo.cli"""
from __future__ import annotations

import argparse
import multiprocessing as mp
import sys
from typing import Optional

from geo.model import Terrain
from geo.tasks import height_at

_terrain: Optional[Terrain] = None


def init_worker(size: int) -> None:
    global _terrain
    _terrain = Terrain(size)


def current_terrain() -> Optional[Terrain]:
    return _terrain


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="geo")
    parser.add_argument("--grid", type=int, default=4)
    args = parser.parse_args(argv)
    points = [(x, y) for x in range(args.grid) for y in range(args.grid)]
    with mp.Pool(2, initializer=init_worker, initargs=(args.grid,)) as pool:
        heights = pool.starmap(height_at, points)
    print("highest", max(heights), "of", len(heights))
    return 0


if __name__ == "__main__":
    sys.exit(main())
