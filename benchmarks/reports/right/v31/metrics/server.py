from __future__ import annotations

import threading
from collections import Counter
from multiprocessing.managers import BaseManager


class Metrics:
    """Lives in the manager's process, where each client is served by a thread."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def increment(self, name: str, by: int = 1) -> None:
        with self._lock:
            self._counts[name] += by

    def snapshot(self) -> dict[str, int]:
        with self._lock:
            return dict(self._counts)


class MetricsManager(BaseManager):
    pass


MetricsManager.register("Metrics", Metrics)
