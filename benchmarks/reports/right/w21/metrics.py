"""Metrics that survive a fork: no thread runs meanwhile, and the child makes its own."""
from __future__ import annotations

import os
import threading
from collections import Counter


class Metrics:
    def __init__(self, interval: float = 0.02) -> None:
        self.interval = interval
        self._running = False
        self._reset()
        os.register_at_fork(before=self._pause, after_in_child=self._restart)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._counts: Counter = Counter()
        self.delivered = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._running = True
        self._wake.clear()
        self._thread = threading.Thread(target=self._loop, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._running = False
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _pause(self) -> None:
        self._was_running = self._running
        self.stop()

    def _restart(self) -> None:
        self._reset()
        if self._was_running:
            self.start()

    def count(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1

    def _loop(self) -> None:
        while self._running:
            self._wake.wait(self.interval)
            with self._lock:
                batch, self._counts = self._counts, Counter()
            self.delivered += sum(batch.values())


METRICS = Metrics()
