from __future__ import annotations

import multiprocessing as mp

from .server import MetricsManager


def emit(metrics, events: int) -> None:
    for number in range(events):
        metrics.increment("hits")
        if number % 5 == 4:
            metrics.increment("misses")


def collect(workers: int, events: int) -> dict[str, int]:
    with MetricsManager() as manager:
        metrics = manager.Metrics()
        processes = [mp.Process(target=emit, args=(metrics, events)) for _ in range(workers)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        return metrics.snapshot()
