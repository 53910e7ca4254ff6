"""Load test: N clients hammer a handler and count what happened."""
import ctypes
import multiprocessing as mp
import sys


class Totals(object):
    def __init__(self):
        self.requests = mp.Value(ctypes.c_long, 0)
        self.failures = mp.Value(ctypes.c_long, 0)

    def ok(self):
        self.requests.value += 1

    def failed(self):
        self.requests.value += 1
        self.failures.value += 1

    def report(self):
        return "%d requests, %d failures" % (self.requests.value, self.failures.value)


def handler(n):
    if n % 10 == 0:
        raise ValueError(n)
    return n


def client(totals, barrier, rounds):
    barrier.wait()
    for n in range(rounds):
        try:
            handler(n)
        except ValueError:
            totals.failed()
        else:
            totals.ok()


def run(clients=4, rounds=20000):
    totals = Totals()
    barrier = mp.Barrier(clients)
    procs = [mp.Process(target=client, args=(totals, barrier, rounds)) for _ in range(clients)]
    [p.start() for p in procs]
    [p.join() for p in procs]
    print(totals.report())
    return totals.requests.value == clients * rounds


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
