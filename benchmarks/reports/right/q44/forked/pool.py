import os
from multiprocessing import Pool

from . import state


def _look(_):
    return os.getpid(), state.token(), len(state.CACHE)


def spread(n):
    with Pool(2) as pool:
        return pool.map(_look, range(n), chunksize=1)
