"""Port probes. Every worker reports at most one short line; all are read after the end.

SimpleQueue.put() writes straight into the pipe, under a lock: what an ended worker
reported is in there, and LIMIT short tuples can never fill a pipe.
"""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass

LIMIT = 16
MAX_TEXT = 40


def probe(port, reports):
    if port % 2:
        reports.put((port, "refused"[:MAX_TEXT]))


@dataclass
class Sweep:
    ports: range

    def __post_init__(self):
        if len(self.ports) > LIMIT:
            raise ValueError("too many ports for one sweep")

    def __enter__(self):
        self.reports = mp.SimpleQueue()
        return self

    def __exit__(self, *exc):
        self.reports.close()

    def run(self):
        workers = [mp.Process(target=probe, args=(p, self.reports)) for p in self.ports]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        if any(w.exitcode for w in workers):
            raise RuntimeError("a probe crashed")
        return sorted(self._read())

    def _read(self):
        while not self.reports.empty():  # nobody writes any more
            yield self.reports.get()


def main():
    with Sweep(range(8000, 8006)) as sweep:
        problems = sweep.run()
    assert problems == [(p, "refused") for p in (8001, 8003, 8005)]
    print("problems", problems)


if __name__ == "__main__":
    main()
