"""Batches to a pool with bounded look-ahead; every worker inserts its own batch."""
import multiprocessing as mp
from collections import deque
from functools import partial

from . import source, store, transform


def process(path, batch):
    rows, rejected = transform.apply(batch)
    if rows:
        store.insert(path, rows)
    return len(rows), rejected


def run(csv_path, db_path, workers, size, ahead=3):
    work = partial(process, db_path)
    loaded = rejected = 0
    with mp.Pool(workers) as pool:
        flying = deque()

        def settle():
            nonlocal loaded, rejected
            good, bad = flying.popleft().get()
            loaded += good
            rejected += bad

        for batch in source.batches(csv_path, size):
            flying.append(pool.apply_async(work, (batch,)))
            if len(flying) >= ahead * workers:
                settle()
        while flying:
            settle()
    return loaded, rejected
