from __future__ import annotations

import heapq
import itertools
import logging
import multiprocessing
import queue
from collections.abc import Iterable

from . import worker
from .config import Config
from .jobs import Job, Record, Status

log = logging.getLogger(__name__)


class CycleError(ValueError):
    pass


class Scheduler:
    """Owns the queues and the workers from __enter__ to __exit__."""

    def __init__(self, config: Config, context=None):
        self.config = config
        self._ctx = context or multiprocessing.get_context("spawn")
        self._records: dict[str, Record] = {}
        self._ready: list[tuple[int, int, str]] = []
        self._ticket = itertools.count()
        self._crew: list = []

    def __enter__(self):
        self._inbox = self._ctx.Queue()
        self._outbox = self._ctx.Queue()
        for n in range(self.config.workers):
            process = self._ctx.Process(
                target=worker.main, args=(n, self._inbox, self._outbox), name=f"sched-{n}", daemon=True
            )
            process.start()
            self._crew.append(process)
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            for _ in self._crew:
                self._inbox.put(None)
        else:
            for process in self._crew:
                process.terminate()
            self._inbox.cancel_join_thread()
        for process in self._crew:
            process.join()
        self._crew.clear()
        for q in (self._inbox, self._outbox):
            q.close()
            q.join_thread()

    def add(self, jobs: Iterable[Job]):
        for job in jobs:
            self._records[job.name] = Record(job, missing=set(job.after))
        unknown = {a for r in self._records.values() for a in r.missing} - self._records.keys()
        if unknown:
            raise KeyError(f"unknown jobs: {sorted(unknown)}")

    def run(self) -> dict[str, Record]:
        for record in self._records.values():
            if not record.missing:
                self._make_ready(record)
        running = 0
        while True:
            while self._ready and running < self.config.workers:
                _, _, name = heapq.heappop(self._ready)
                record = self._records[name]
                record.status = Status.RUNNING
                record.order = next(self._ticket)
                self._inbox.put(record.job)
                running += 1
            if not running:
                break
            name, ok, value = self._next_result()
            running -= 1
            self._finish(self._records[name], ok, value)
        if stuck := [n for n, r in self._records.items() if not r.status.final]:
            raise CycleError(f"cycle among {stuck}")
        return self._records

    def _next_result(self):
        while True:
            try:
                return self._outbox.get(timeout=self.config.poll)
            except queue.Empty:
                dead = [p.name for p in self._crew if not p.is_alive()]
                if dead:
                    raise ChildProcessError(f"workers died: {dead}") from None

    def _make_ready(self, record):
        record.status = Status.READY
        heapq.heappush(self._ready, (-record.job.priority, next(self._ticket), record.job.name))

    def _finish(self, record, ok, value):
        record.value = value
        record.status = Status.DONE if ok else Status.FAILED
        for other in self._records.values():
            if record.job.name not in other.job.after or other.status.final:
                continue
            if ok:
                other.missing.discard(record.job.name)
                if not other.missing and other.status is Status.WAITING:
                    self._make_ready(other)
            else:
                self._skip(other)

    def _skip(self, record):
        record.status = Status.SKIPPED
        for other in self._records.values():
            if record.job.name in other.job.after and not other.status.final:
                self._skip(other)
