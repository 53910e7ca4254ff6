"""Exceptions of several shapes that survive the trip from a worker."""

import sys
from dataclasses import dataclass
from multiprocessing import Pool


class QuotaError(Exception):
    """Positional arguments, passed on as they are."""

    def __init__(self, user, limit):
        super().__init__(user, limit)
        self.user, self.limit = user, limit


class NamedError(Exception):
    """One argument and a default."""

    def __init__(self, message, code=7):
        super().__init__(message)
        self.code = code


class WrappedError(Exception):
    """Keyword-only argument, which __reduce__ knows."""

    def __init__(self, message, *, cause):
        super().__init__(message)
        self.cause = cause

    def __reduce__(self):
        return _wrapped, (self.args[0], self.cause)


def _wrapped(message, cause):
    return WrappedError(message, cause=cause)


@dataclass
class DataError(Exception):
    path: str
    line: int


ERRORS = [QuotaError("ann", 5), NamedError("named", 9), WrappedError("wrapped", cause="disk"), DataError("a.csv", 3)]


def fail(number):
    raise ERRORS[number]


def main():
    with Pool(2) as pool:
        for number in range(len(ERRORS)):
            try:
                pool.apply(fail, (number,))
            except Exception as exc:
                print(type(exc).__name__, sorted(vars(exc).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
