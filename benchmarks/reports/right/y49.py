"""A pool in a context manager; results are read while it is open."""

import logging
import multiprocessing
import sys
from contextlib import contextmanager
from itertools import islice

log = logging.getLogger(__name__)


@contextmanager
def worker_pool(size, *, method=None, **options):
    pool = multiprocessing.get_context(method).Pool(size, **options)
    try:
        yield pool
        pool.close()
    except BaseException:
        pool.terminate()
        raise
    finally:
        pool.join()


def collatz(number):
    steps = 0
    while number != 1:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        steps += 1
    return steps


def longest(limit):
    with worker_pool(2, maxtasksperchild=200) as pool:
        lengths = pool.imap(collatz, range(1, limit), chunksize=50)
        best = max(enumerate(lengths, 1), key=lambda pair: pair[1])
    return best


def first_long(limit, count):
    with worker_pool(2) as pool:
        results = pool.imap_unordered(collatz, range(1, limit), chunksize=25)
        return len(list(islice((n for n in results if n > 100), count)))


def main():
    print(longest(1000), first_long(1000, 3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
