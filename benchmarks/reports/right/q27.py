"""Decorated tasks stay picklable: the wrapper takes the name the module binds."""
import functools
from concurrent.futures import ProcessPoolExecutor


def retried(times, on=(OSError,)):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            for left in range(times - 1, -1, -1):
                try:
                    return func(*args, **kwargs)
                except on:
                    if not left:
                        raise
        return wrapper
    return decorate


_attempts = {}


@retried(3)
def flaky(key):
    _attempts[key] = _attempts.get(key, 0) + 1
    if _attempts[key] < 3:
        raise OSError("not yet")
    return key, _attempts[key]


@retried(2, on=(ZeroDivisionError,))
@functools.lru_cache
def ratio(a, b):
    return a / b


def main():
    with ProcessPoolExecutor(2) as pool:
        tries = list(pool.map(flaky, "abcd"))
        ratios = list(pool.map(ratio, [6, 9], [3, 3]))
        last = pool.submit(ratio, 1, 0).exception()
    assert tries == [(k, 3) for k in "abcd"] and ratios == [2.0, 3.0]
    assert isinstance(last, ZeroDivisionError)
    print(tries, ratios, type(last).__name__)


if __name__ == "__main__":
    main()
