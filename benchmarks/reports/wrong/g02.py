"""Give every flow step a time limit by running it in a process of its own."""

import functools
import multiprocessing as mp
import queue
import time


class StepTimeout(Exception):
    pass


def _call(function, args, kwargs, results):
    results.put(function(*args, **kwargs))


def run_with_timeout(function, *args, timeout=2.0, **kwargs):
    results = mp.Queue()
    process = mp.Process(target=_call, args=(function, args, kwargs, results))
    process.start()
    process.join(timeout)
    if process.is_alive():
        process.terminate()
        process.join()
        raise StepTimeout(f"{function.__name__} took longer than {timeout} s")
    try:
        return results.get(timeout=1)
    except queue.Empty:
        raise StepTimeout(f"{function.__name__} gave nothing back") from None


def extract(day, customers):
    return [(day, f"customer-{n}", n * 1.25) for n in range(customers)]


def summarise(rows):
    return sum(amount for _, _, amount in rows)


class Flow:
    def __init__(self):
        self.log = []

    def step(self, function, *args, **kwargs):
        began = time.monotonic()
        try:
            value = run_with_timeout(function, *args, **kwargs)
        except StepTimeout as error:
            self.log.append((function.__name__, f"failed: {error}"))
            return None
        self.log.append((function.__name__, f"ok in {time.monotonic() - began:.1f} s"))
        return value


def main():
    flow = Flow()
    for day, customers in (("2026-03-01", 10), ("2026-03-02", 30_000)):
        rows = flow.step(extract, day, customers, timeout=2.5)
        total = functools.reduce(lambda a, b: a + b[2], rows, 0.0) if rows is not None else None
        print(day, "total", total)
    for entry in flow.log:
        print(*entry)
    assert all(state.startswith("ok") for _, state in flow.log), "a step failed"


if __name__ == "__main__":
    main()
