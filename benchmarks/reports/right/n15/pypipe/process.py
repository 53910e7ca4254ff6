import contextlib
import multiprocessing


class Pipeline:
    def __init__(self, pool, stats):
        self.pool = pool
        self.stats = stats


@contextlib.contextmanager
def pipeline(workers):
    with multiprocessing.Manager() as manager:
        pool = multiprocessing.Pool(workers)
        try:
            yield Pipeline(pool, manager.dict())
            pool.close()
        except BaseException:
            pool.terminate()
            raise
        finally:
            pool.join()
