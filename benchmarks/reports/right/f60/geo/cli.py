from __future__ import annotations

import argparse
import multiprocessing as mp

from geo import tasks


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="geo")
    parser.add_argument("--grid", type=int, default=4)
    args = parser.parse_args(argv)
    points = [(x, y) for x in range(args.grid) for y in range(args.grid)]
    with mp.Pool(2, initializer=tasks.init_worker, initargs=(args.grid,)) as pool:
        heights = pool.starmap(tasks.height_at, points)
        served = pool.map(tasks.requests_served, range(2), chunksize=1)
    assert max(heights) == 80 and len(heights) == args.grid**2, heights
    assert all(n >= 0 for n in served)
    print("highest", max(heights))
    return 0
