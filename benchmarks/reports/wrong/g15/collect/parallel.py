"""One place for how this tool uses processes."""

from multiprocessing import Pool

SIZE = 2


def parallel_map(function, items):
    with Pool(SIZE) as pool:
        return pool.map(function, items)
