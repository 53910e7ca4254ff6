"""apply_async with callbacks: results go to a collector that lives in this process."""
import multiprocessing as mp
import threading


def measure(name, size):
    if size < 0:
        raise ValueError(name)
    return name, sum(i * i for i in range(size))


class Collector:
    """Callbacks come from the pool's result thread, so a lock and an event."""

    def __init__(self):
        self._condition = threading.Condition()
        self._open = 0
        self.values, self.errors = {}, []

    def expect(self):
        with self._condition:
            self._open += 1

    def _settle(self):
        self._open -= 1
        self._condition.notify_all()

    def success(self, pair):
        with self._condition:
            self.values.update([pair])
            self._settle()

    def failure(self, error):
        with self._condition:
            self.errors.append(error)
            self._settle()

    def wait(self, timeout):
        with self._condition:
            return self._condition.wait_for(lambda: self._open == 0, timeout)


class Benchmark:
    def __init__(self, pool):
        self.pool = pool
        self.collector = Collector()

    def add(self, name, size):
        self.collector.expect()
        self.pool.apply_async(
            measure,
            (name, size),
            callback=self.collector.success,
            error_callback=self.collector.failure,
        )

    def report(self):
        if not self.collector.wait(15):
            raise TimeoutError
        return self.collector.values, self.collector.errors


def main():
    with mp.Pool(2) as pool:
        bench = Benchmark(pool)
        for size in (10, 100, 1000, -1):
            bench.add(f"s{size}", size)
        values, errors = bench.report()
    assert values == {"s10": 285, "s100": 328350, "s1000": 332833500}
    assert [str(e) for e in errors] == ["s-1"]
    print(sorted(values))


if __name__ == "__main__":
    main()
