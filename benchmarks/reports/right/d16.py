"""Decorated worker functions: the wrapper is what the module attribute names."""
import functools
import time
from concurrent.futures import ProcessPoolExecutor, as_completed


def retry(times, exceptions=(OSError,)):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return func(*args, attempt=attempt, **kwargs)
                except exceptions:
                    if attempt == times:
                        raise
                    time.sleep(0.001)

        wrapper.attempts = times
        return wrapper

    return decorate


def timed(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        started = time.perf_counter()
        value = func(*args, **kwargs)
        return value, time.perf_counter() - started

    return wrapper


@timed
@retry(times=3)
def flaky(n, *, attempt):
    if attempt < 1 + n % 3:
        raise OSError("attempt %d" % attempt)
    return n * n, attempt


def main():
    with ProcessPoolExecutor(max_workers=2) as executor:
        futures = {executor.submit(flaky, n): n for n in range(6)}
        values = {futures[f]: f.result()[0] for f in as_completed(futures)}
    assert values == {n: (n * n, 1 + n % 3) for n in range(6)}, values
    print(values)


if __name__ == "__main__":
    main()
