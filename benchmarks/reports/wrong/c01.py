"""Nightly extract: one process per source table, rows handed back to the parent."""
from __future__ import annotations

import argparse
import logging
import time
from multiprocessing import Process, Queue

log = logging.getLogger("extract")


class ExtractJob:
    table: str = ""

    def fetch(self, limit: int) -> list[dict]:
        raise NotImplementedError

    def execute(self, limit: int, out: Queue) -> None:
        started = time.perf_counter()
        rows = self.fetch(limit)
        out.put((self.table, rows))
        log.info("%s: %d rows in %.2fs", self.table, len(rows), time.perf_counter() - started)


class OrdersJob(ExtractJob):
    table = "orders"

    def fetch(self, limit: int) -> list[dict]:
        return [{"id": n, "sku": f"SKU-{n:08d}", "note": "x" * 20} for n in range(limit)]


class CustomersJob(ExtractJob):
    table = "customers"

    def fetch(self, limit: int) -> list[dict]:
        return [{"id": n, "email": f"user{n}@example.org"} for n in range(limit)]


def run_all(jobs: list[ExtractJob], limit: int) -> dict[str, list[dict]]:
    results: Queue = Queue()
    procs = [Process(target=job.execute, args=(limit, results), name=job.table) for job in jobs]
    for proc in procs:
        proc.start()
    for proc in procs:
        proc.join()
    extracted = {}
    for _ in jobs:
        table, rows = results.get()
        extracted[table] = rows
    return extracted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=5000)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(processName)s %(message)s")
    data = run_all([OrdersJob(), CustomersJob()], args.limit)
    for table, rows in sorted(data.items()):
        print(f"{table}: {len(rows)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
