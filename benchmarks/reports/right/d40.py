"""Instrumentation is patched in at run time, in the parent and again in each worker."""
import functools
import json
import multiprocessing
import time


class Timings:
    def __init__(self):
        self.calls = []


_timings = Timings()
_original = json.dumps


def instrument(enabled=True):
    if not enabled or json.dumps is not _original:
        return

    @functools.wraps(_original)
    def dumps(*args, **kwargs):
        started = time.perf_counter()
        try:
            return _original(*args, **kwargs)
        finally:
            _timings.calls.append(time.perf_counter() - started)

    json.dumps = dumps


def encode(record):
    before = len(_timings.calls)
    text = json.dumps(record, sort_keys=True)
    return text, len(_timings.calls) - before


def main():
    instrument()
    assert encode({"b": 1, "a": 2}) == ('{"a": 2, "b": 1}', 1)
    with multiprocessing.Pool(2, initializer=instrument, initargs=(True,)) as pool:
        rows = pool.map(encode, [{"n": n} for n in range(5)])
    assert [count for _, count in rows] == [1] * 5, rows
    assert len(_timings.calls) == 1
    print(len(rows))


if __name__ == "__main__":
    main()
