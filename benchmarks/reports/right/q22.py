"""Generators that own a pool; callers close them even when they stop half way."""
import itertools
from contextlib import closing, contextmanager
from multiprocessing import Pool


def is_prime(n):
    return n, n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))


@contextmanager
def ending(pool):
    """close() after a clean run, terminate() otherwise; join() always."""
    try:
        yield pool
    except BaseException:  # GeneratorExit too
        pool.terminate()
        raise
    else:
        pool.close()
    finally:
        pool.join()


def primes(below, width=2):
    with ending(Pool(width)) as pool:
        for n, yes in pool.imap(is_prime, range(below), chunksize=16):
            if yes:
                yield n


def twins(below):
    """Delegates the pool to an inner generator, and passes a close() on to it."""
    with closing(primes(below)) as stream:
        for a, b in itertools.pairwise(stream):
            if b - a == 2:
                yield a, b


def first(n, generator):
    with closing(generator):
        return list(itertools.islice(generator, n))


def main():
    head = first(10, primes(10_000))
    pairs = first(3, twins(10_000))
    whole = list(primes(100))
    assert head == whole[:10] == [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
    assert pairs == [(3, 5), (5, 7), (11, 13)] and len(whole) == 25
    print(head, pairs)


if __name__ == "__main__":
    main()
