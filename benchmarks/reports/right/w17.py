"""One executor for the life of the program; it is made when first needed."""
import atexit
import functools
from concurrent.futures import Future, ProcessPoolExecutor


class Background:
    _executor = None

    @classmethod
    def executor(cls) -> ProcessPoolExecutor:
        if cls._executor is None:
            cls._executor = ProcessPoolExecutor(max_workers=2)
            atexit.register(cls._executor.shutdown)
        return cls._executor

    @classmethod
    def call(cls, function, *args, **kwargs) -> Future:
        return cls.executor().submit(functools.partial(function, **kwargs), *args)


def power(base: int, exponent: int = 2) -> int:
    return base ** exponent


def main() -> None:
    futures = [Background.call(power, n, exponent=3) for n in range(5)]
    print([future.result() for future in futures])


if __name__ == "__main__":
    main()
