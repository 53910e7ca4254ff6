"""Foreman and workers of the extraction."""
from __future__ import annotations

import logging
import multiprocessing

from .parsers import parse
from .storage import Storage

log = logging.getLogger(__name__)


class Worker(multiprocessing.Process):
    def __init__(self, ident: int, sources: multiprocessing.Queue, events: multiprocessing.Queue, entries: int) -> None:
        super().__init__(name=f"worker-{ident}")
        self._sources = sources
        self._events = events
        self._entries = entries

    def run(self) -> None:
        while True:
            source = self._sources.get()
            if source is None:
                break
            for event in parse(source, self._entries):
                self._events.put(event)
            self._events.put(None)


class ExtractionEngine:
    def __init__(self, storage: Storage, workers: int) -> None:
        self._storage = storage
        self._number = workers
        self._sources: multiprocessing.Queue = multiprocessing.Queue()
        self._events: multiprocessing.Queue = multiprocessing.Queue()
        self._workers: list[Worker] = []

    def _start_workers(self, entries: int) -> None:
        for ident in range(self._number):
            worker = Worker(ident, self._sources, self._events, entries)
            worker.start()
            self._workers.append(worker)

    def _stop_workers(self) -> None:
        for _ in self._workers:
            self._sources.put(None)
        for worker in self._workers:
            worker.join()
            log.debug("%s ended with %s", worker.name, worker.exitcode)
        self._workers.clear()

    def _merge(self, sources: int) -> None:
        finished = 0
        while finished < sources:
            event = self._events.get()
            if event is None:
                finished += 1
            else:
                self._storage.add(event)

    def process_sources(self, sources: list[str], entries: int) -> None:
        self._start_workers(entries)
        for source in sources:
            self._sources.put(source)
        self._merge(len(sources))
        self._stop_workers()
