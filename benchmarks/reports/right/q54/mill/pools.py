from multiprocessing import Pool


class Processes:
    def __init__(self, width):
        self._width = width

    def __enter__(self):
        self._pool = Pool(self._width)
        return self

    def __exit__(self, kind, *exc):
        if kind is None:
            self._pool.close()
        else:
            self._pool.terminate()
        self._pool.join()

    def each(self, func, items):
        return self._pool.imap(func, items)
