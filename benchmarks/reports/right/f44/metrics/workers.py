from __future__ import annotations

import multiprocessing as mp
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator

from .local import LocalMetrics


def _handle(metrics: LocalMetrics, number: int) -> None:
    metrics.inc("requests")
    if number % 10 == 0:
        metrics.inc("errors")


def _serve(channel: mp.SimpleQueue, requests: int) -> None:
    metrics = LocalMetrics()
    with ThreadPoolExecutor(2) as threads:
        for number in range(requests):
            threads.submit(_handle, metrics, number)
            if number % 50 == 49:
                channel.put(metrics.drain())
    channel.put(metrics.drain())


@dataclass
class Workers:
    procs: list[mp.Process]

    def wait(self) -> list[int | None]:
        for proc in self.procs:
            proc.join()
        return [proc.exitcode for proc in self.procs]


@contextmanager
def start_workers(n: int, channel: mp.SimpleQueue, requests: int) -> Iterator[Workers]:
    workers = Workers([mp.Process(target=_serve, args=(channel, requests)) for _ in range(n)])
    for proc in workers.procs:
        proc.start()
    try:
        yield workers
    finally:
        for proc in workers.procs:
            if proc.is_alive():
                proc.kill()
            proc.join()
