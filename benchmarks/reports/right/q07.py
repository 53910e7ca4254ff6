"""Errors with several fields that come back from workers whole."""
from concurrent.futures import ProcessPoolExecutor, as_completed


class ServiceError(Exception):
    """Base: subclasses name their constructor's fields, in order."""

    fields = ()

    def __reduce__(self):
        return type(self), tuple(getattr(self, f) for f in self.fields)


class ParseError(ServiceError):
    fields = ("path", "line", "reason")

    def __init__(self, path, line, reason):
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class QuotaError(ServiceError):
    fields = ("limit", "used")

    def __init__(self, limit, *, used=0):
        super().__init__(f"{used} of {limit} used")
        self.limit, self.used = limit, used

    def __reduce__(self):
        return _quota, (self.limit, self.used)


def _quota(limit, used):
    return QuotaError(limit, used=used)


def parse(number):
    if number == 3:
        raise ParseError("etc/hosts", 3, "no address")
    if number == 5:
        raise QuotaError(10, used=11)
    return number


def main():
    good, bad = [], []
    with ProcessPoolExecutor(2) as pool:
        for f in as_completed([pool.submit(parse, n) for n in range(7)]):
            try:
                good.append(f.result())
            except ParseError as e:
                bad.append((e.path, e.line, e.reason))
            except QuotaError as e:
                bad.append((e.limit, e.used))
    assert sorted(good) == [0, 1, 2, 4, 6]
    assert sorted(bad, key=str) == [("etc/hosts", 3, "no address"), (10, 11)]
    print(sorted(good), bad)


if __name__ == "__main__":
    main()
