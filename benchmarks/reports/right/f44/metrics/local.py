from __future__ import annotations

import threading
from collections import Counter


class LocalMetrics:
    """Counters of one process; several threads may count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: Counter[str] = Counter()

    def inc(self, name: str, n: int = 1) -> None:
        with self._lock:
            self._values[name] += n

    def drain(self) -> Counter[str]:
        with self._lock:
            values, self._values = self._values, Counter()
        return values
