from multiprocessing import Pool

from . import db


def _load(path, region):
    try:
        with db.connection(path) as conn:
            cur = conn.executemany("INSERT INTO r VALUES (?, ?)", [(region, n) for n in range(10)])
            return cur.rowcount
    finally:
        db.release(path)


def in_parallel(path, regions):
    with Pool(2) as pool:
        return pool.starmap(_load, [(path, r) for r in regions])
