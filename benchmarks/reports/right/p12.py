"""Errors with several constructor arguments that survive the trip from a worker."""
from __future__ import annotations

import multiprocessing as mp
import pickle


class ValidationError(Exception):
    def __init__(self, field, value, *, row):
        super().__init__(f"row {row}: bad {field}: {value!r}")
        self.field, self.value, self.row = field, value, row

    def __reduce__(self):
        return _rebuild, (self.field, self.value, self.row)


def _rebuild(field, value, row):
    return ValidationError(field, value, row=row)


class QuotaError(Exception):
    """Its args are exactly what __init__ wants, so the default reduce is enough."""

    def __init__(self, name, limit):
        super().__init__(name, limit)
        self.name, self.limit = name, limit

    def __str__(self):
        return f"{self.name} is above {self.limit}"


def validate(pair):
    row, record = pair
    try:
        age = int(record["age"])
    except ValueError as exc:
        raise ValidationError("age", record["age"], row=row) from exc
    if age > 150:
        raise QuotaError("age", 150)
    return age


def gather(pool, records):
    good, bad = [], []
    pending = [pool.apply_async(validate, (pair,)) for pair in enumerate(records)]
    for result in pending:
        try:
            good.append(result.get())
        except (ValidationError, QuotaError) as exc:
            bad.append(exc)
    return good, bad


def main():
    records = [{"age": "31"}, {"age": "old"}, {"age": "200"}, {"age": "7"}]
    with mp.Pool(2) as pool:
        good, bad = gather(pool, records)
        pool.close()
        pool.join()
    assert good == [31, 7]
    first, second = bad
    assert (first.field, first.value, first.row) == ("age", "old", 1)
    assert str(second) == "age is above 150"
    assert str(pickle.loads(pickle.dumps(first))) == str(first)
    print(*bad, sep="; ")


if __name__ == "__main__":
    main()
