"""Uses processes unless this is already a worker, which may not have children."""

import multiprocessing
from multiprocessing.dummy import Pool as ThreadPool


def parallel_map(function, items, size=2):
    make_pool = ThreadPool if multiprocessing.current_process().daemon else multiprocessing.Pool
    with make_pool(size) as pool:
        return pool.map(function, items)
