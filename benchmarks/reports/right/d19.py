"""Two level fan-out: executor workers are not daemonic and may own a pool."""
import math
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool


def is_prime(n):
    return n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1))


def count_primes(bounds):
    low, high = bounds
    with Pool(2) as pool:
        return sum(pool.map(is_prime, range(low, high), chunksize=50))


def plan(limit, parts):
    step = limit // parts
    return [(n * step, (n + 1) * step) for n in range(parts)]


def main():
    with ProcessPoolExecutor(max_workers=2) as executor:
        counts = list(executor.map(count_primes, plan(400, 2)))
    assert counts == [46, 32], counts
    print(counts)


if __name__ == "__main__":
    main()
