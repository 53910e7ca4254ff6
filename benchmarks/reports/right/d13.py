"""Request totals behind a counter type which does its own locking."""
import ctypes
import multiprocessing as mp
from contextlib import contextmanager


class Counter:
    def __init__(self, start=0):
        self._value = mp.Value(ctypes.c_long, start)

    def __iadd__(self, amount):
        with self._value.get_lock():
            self._value.value += amount
        return self

    def __int__(self):
        return self._value.value

    def __repr__(self):
        return "<Counter %d>" % int(self)


class Totals:
    def __init__(self):
        self.requests = Counter()
        self.failures = Counter()
        self._slowest = mp.Value("d", 0.0, lock=False)
        self._mutex = mp.Lock()

    @contextmanager
    def measured(self, cost):
        self.requests += 1
        try:
            yield
        except ValueError:
            self.failures += 1
        finally:
            with self._mutex:
                if cost > self._slowest.value:
                    self._slowest.value = cost

    @property
    def slowest(self):
        return self._slowest.value


def client(totals, rounds):
    for n in range(rounds):
        with totals.measured(float(n)):
            if n % 10 == 0:
                raise ValueError(n)


def main(clients=3, rounds=2000):
    totals = Totals()
    procs = [mp.Process(target=client, args=(totals, rounds)) for _ in range(clients)]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    assert int(totals.requests) == clients * rounds
    assert int(totals.failures) == clients * rounds // 10
    assert totals.slowest == rounds - 1
    print(totals.requests, totals.failures)


if __name__ == "__main__":
    main()
