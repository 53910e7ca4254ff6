"""Cross validation: a process a fold, and each opens a pool of its own."""

import multiprocessing
import sys


def error(job):
    slope, points = job
    return sum((y - slope * x) ** 2 for x, y in points)


class Fold(multiprocessing.Process):
    """Not a daemon, so it may have children."""

    def __init__(self, number, points, results):
        super().__init__(name=f"fold-{number}", daemon=False)
        self.number = number
        self.points = points
        self.results = results

    def run(self):
        slopes = [n / 4 for n in range(12)]
        with multiprocessing.Pool(2) as pool:
            errors = pool.map(error, [(slope, self.points) for slope in slopes])
        self.results.put((self.number, min(zip(errors, slopes))[1]))


def main():
    points = [(x, 1.5 * x + (x % 3) * 0.1) for x in range(12)]
    results = multiprocessing.SimpleQueue()
    folds = [Fold(number, points[number::3], results) for number in range(3)]
    for fold in folds:
        fold.start()
    best = dict(results.get() for _ in folds)
    for fold in folds:
        fold.join()
    print(sorted(best.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
