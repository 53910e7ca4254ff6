"""One pool for the whole program, cached by lru_cache and closed at exit."""
import atexit
import functools
import multiprocessing as mp


@functools.lru_cache(maxsize=None)
def shared_pool(processes=2):
    if mp.parent_process() is not None:
        raise RuntimeError("only the main process has the pool")
    pool = mp.Pool(processes)
    atexit.register(_finish, pool)
    return pool


def _finish(pool):
    pool.close()
    pool.join()


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def parallel(function):
    """Callable on a list; the decorated module-level function itself is what travels."""

    def over(items):
        return shared_pool().map(function, items)

    return over


def lucas(n):
    return 2 if n == 0 else fib(n - 1) + fib(n + 1)


fibs = parallel(fib)
lucases = parallel(lucas)


def main():
    assert fibs(range(10)) == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    assert lucases(range(1, 6)) == [1, 3, 4, 7, 11]
    assert shared_pool.cache_info().misses == 1
    assert fib.cache_info().currsize == 0
    print("cached")


if __name__ == "__main__":
    main()
