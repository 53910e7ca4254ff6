import contextlib
import multiprocessing

_MANAGER = multiprocessing.Manager()
STATS = _MANAGER.dict()


class Pipeline:
    def __init__(self, pool, stats):
        self.pool = pool
        self.stats = stats


@contextlib.contextmanager
def pipeline(workers):
    pool = multiprocessing.Pool(workers)
    try:
        yield Pipeline(pool, STATS)
        pool.close()
    except BaseException:
        pool.terminate()
        raise
    finally:
        pool.join()
