"""Resize pictures in a pool; callbacks (also lambdas) run in the parent."""

import argparse
import multiprocessing
import sys


def resize(name, width):
    if width <= 0:
        raise ValueError(f"{name}: bad width {width}")
    return name, (width, width * 3 // 4)


class Progress:
    def __init__(self, total):
        self.total = total
        self.done = {}
        self.failed = []

    def step(self, outcome):
        name, size = outcome
        self.done[name] = size


def run(jobs, workers):
    progress = Progress(len(jobs))
    with multiprocessing.Pool(workers) as pool:
        handles = [
            pool.apply_async(
                resize,
                job,
                callback=progress.step,
                error_callback=lambda exc: progress.failed.append(str(exc)),
            )
            for job in jobs
        ]
        for handle in handles:
            handle.wait()
        pool.close()
        pool.join()
    return progress


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    progress = run([("a.png", 400), ("b.png", 0), ("c.png", 80)], args.workers)
    print(sorted(progress.done.items(), key=lambda item: item[1]), progress.failed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
