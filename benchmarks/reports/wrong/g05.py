"""Benchmark runner: every environment's benchmarks run in new processes with that environment's variables."""

import multiprocessing as mp
import os
import sys
from contextlib import contextmanager


@contextmanager
def environment(**variables):
    saved = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in saved.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def probe(conn):
    conn.send((os.environ.get("BENCH_TARGET", "unset"), sys.version_info[:2]))
    conn.close()


class Spawner:
    def __init__(self, method="forkserver"):
        self.context = mp.get_context(method)

    def measure(self):
        receiver, sender = self.context.Pipe(duplex=False)
        process = self.context.Process(target=probe, args=(sender,))
        process.start()
        sender.close()
        target, version = receiver.recv()
        process.join()
        return target


def main():
    spawner = Spawner()
    seen = {}
    for target in ("numpy-1.26", "numpy-2.0", "numpy-2.1"):
        with environment(BENCH_TARGET=target):
            seen[target] = spawner.measure()
    for asked, used in seen.items():
        print(f"{asked}: ran with {used}")
    assert all(asked == used for asked, used in seen.items())


if __name__ == "__main__":
    main()
