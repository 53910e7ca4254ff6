"""Sends the request counts away every now and then."""
from __future__ import annotations

import threading
from collections import Counter


class Reporter:
    def __init__(self, interval: float) -> None:
        self.interval = interval
        self.counts: Counter = Counter()
        self.sent = 0
        self._stop = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._loop, name="reporter", daemon=True).start()

    def count(self, path: str) -> None:
        self.counts[path] += 1

    def _flush(self) -> None:
        batch, self.counts = self.counts, Counter()
        self.sent += sum(batch.values())

    def _loop(self) -> None:
        while not self._stop.wait(self.interval):
            self._flush()

    def stop(self) -> None:
        self._stop.set()
