"""Nightly extract with large results; the collector empties the queue before joining."""
from __future__ import annotations

import contextlib
from multiprocessing import Process, Queue
from typing import Iterator

DONE = "__done__"


class Job:
    def __init__(self, table: str, rows: int):
        self.table = table
        self.rows = rows

    def execute(self, out) -> None:
        for start in range(0, self.rows, 1000):
            out.put((self.table, [f"{self.table}-{n:012d}" * 3 for n in range(start, start + 1000)]))
        out.put((self.table, DONE))


def received(queue, producers: int) -> Iterator[tuple[str, list[str]]]:
    while producers:
        table, rows = queue.get()
        if rows == DONE:
            producers -= 1
            continue
        yield table, rows


@contextlib.contextmanager
def running(procs: list[Process]):
    for proc in procs:
        proc.start()
    try:
        yield procs
    finally:
        for proc in procs:
            proc.join()


def main() -> None:
    jobs = [Job("orders", 5000), Job("customers", 3000)]
    out: Queue = Queue(maxsize=4)
    counts: dict[str, int] = {}
    with running([Process(target=job.execute, args=(out,)) for job in jobs]) as procs:
        for table, rows in received(out, len(procs)):
            counts[table] = counts.get(table, 0) + len(rows)
    assert counts == {"orders": 5000, "customers": 3000}, counts
    print(counts)


if __name__ == "__main__":
    main()
