from __future__ import annotations

import multiprocessing as mp
import queue
from dataclasses import dataclass

from .parse import parse


@dataclass
class Report:
    loaded: int = 0
    failed: int = 0


class Importer:
    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._events: "queue.SimpleQueue[int | BaseException]" = queue.SimpleQueue()

    def run(self, texts: list[str]) -> Report:
        report = Report()
        with mp.Pool(self.workers) as pool:
            for text in texts:
                pool.apply_async(
                    parse, (text,), callback=self._events.put, error_callback=self._events.put
                )
            for _ in texts:
                event = self._events.get(timeout=30)
                if isinstance(event, BaseException):
                    report.failed += 1
                else:
                    report.loaded += 1
        return report
