"""A minimal pre-forking pool, in the manner of celery's."""
from __future__ import annotations

import itertools
import multiprocessing
from typing import Any

from worker import serve


class WorkerProcess(multiprocessing.Process):
    """Knows whether it was told to go."""

    _controlled_termination = False

    def terminate_controlled(self) -> None:
        self._controlled_termination = True
        self.terminate()


class PreforkPool:
    Process = WorkerProcess

    def __init__(self, size: int, limits: dict[str, float] | None = None) -> None:
        self.size = size
        self.limits = limits or {}
        self.inbox: multiprocessing.Queue = multiprocessing.Queue()
        self.outbox: multiprocessing.Queue = multiprocessing.Queue()
        self.counter = itertools.count(1)
        self.ready: dict[int, Any] = {}
        self.workers: list[WorkerProcess] = []

    def __enter__(self) -> PreforkPool:
        for number in range(self.size):
            worker = self.Process(target=serve, args=(self.inbox, self.outbox), name=f"prefork-{number}")
            worker.daemon = True
            worker.start()
            self.workers.append(worker)
        return self

    def submit(self, name: str, *args: Any) -> int:
        job = next(self.counter)
        self.inbox.put((job, name, args))
        return job

    def result(self, job: int) -> Any:
        while job not in self.ready:
            number, value = self.outbox.get(timeout=self.limits.get("soft", 5) + 3)
            self.ready[number] = value
        return self.ready.pop(job)

    def __exit__(self, *exc_info: object) -> None:
        for _ in self.workers:
            self.inbox.put(None)
        for worker in self.workers:
            worker.join(2)
            if worker.is_alive():
                worker.terminate_controlled()
                worker.join()
