"""Monte Carlo in processes: the module's generator is seeded anew in every worker."""

import multiprocessing as mp
import random

generator = random.Random(20191016)


def estimate(seed, points, results):
    generator.seed(seed)
    inside = sum(generator.random() ** 2 + generator.random() ** 2 <= 1 for _ in range(points))
    results.put(4 * inside / points)


def main():
    results = mp.SimpleQueue()
    seeds = [generator.getrandbits(64) for _ in range(4)]
    processes = [mp.Process(target=estimate, args=(seed, 2000, results)) for seed in seeds]
    for process in processes:
        process.start()
    values = [results.get() for _ in processes]
    for process in processes:
        process.join()
    print("estimates", sorted(values))
    assert len(set(values)) > 1


if __name__ == "__main__":
    main()
