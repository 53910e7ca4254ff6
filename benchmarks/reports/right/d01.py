"""Word histogram over text chunks."""
import collections
import functools
import multiprocessing as mp
import operator
import sys

CHUNKS = ["to be or not to be", "that is the question", "to sleep perchance to dream"]


def histogram(chunk):
    return collections.Counter(chunk.split())


def merge(counters):
    return functools.reduce(operator.add, counters, collections.Counter())


class App:
    def __init__(self, argv):
        self.jobs = int(argv[1]) if len(argv) > 1 else 2

    def __call__(self):
        pool = mp.Pool(self.jobs)
        try:
            total = merge(pool.imap_unordered(histogram, CHUNKS))
        except BaseException:
            pool.terminate()
            raise
        else:
            pool.close()
        finally:
            pool.join()
        top = sorted(total.items(), key=lambda kv: (-kv[1], kv[0]))
        assert top[0] == ("to", 4), top
        print(top[:3])
        return 0


def entry(argv=None):
    return App(argv or sys.argv)()


if "__main__" == __name__: sys.exit(entry())
