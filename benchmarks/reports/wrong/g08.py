"""Monte Carlo estimate of the volume of the n-sphere, spread over processes."""

import argparse
import math
import multiprocessing as mp
import random
import statistics

generator = random.Random(20191016)


def in_sphere(dimensions):
    return sum(generator.uniform(-1.0, 1.0) ** 2 for _ in range(dimensions)) <= 1.0


def make_dots(task):
    points, dimensions = task
    inside = sum(in_sphere(dimensions) for _ in range(points))
    return inside / points * 2**dimensions


def exact(dimensions):
    return math.pi ** (dimensions / 2) / math.gamma(dimensions / 2 + 1)


def estimate(points, dimensions, workers):
    share = points // workers
    processes = []
    results = mp.SimpleQueue()
    for _ in range(workers):
        process = mp.Process(target=_report, args=((share, dimensions), results))
        process.start()
        processes.append(process)
    values = [results.get() for _ in processes]
    for process in processes:
        process.join()
    return values


def _report(task, results):
    results.put(make_dots(task))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=8000)
    parser.add_argument("--dimensions", type=int, default=4)
    options = parser.parse_args()
    values = estimate(options.points, options.dimensions, workers=4)
    print(f"mean {statistics.mean(values):.4f}, exact {exact(options.dimensions):.4f}")
    print(f"standard error {statistics.stdev(values) / math.sqrt(len(values)):.4f}")
    assert len(set(values)) == len(values), "the runs are not independent"


if __name__ == "__main__":
    main()
