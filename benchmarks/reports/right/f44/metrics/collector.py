from __future__ import annotations

import multiprocessing as mp
import threading
from collections import Counter

from .local import LocalMetrics


class Collector:
    """Parent side: a thread adds up what the workers report."""

    def __init__(self) -> None:
        self.channel: "mp.SimpleQueue[Counter[str] | None]" = mp.SimpleQueue()
        self._local = LocalMetrics()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        while (part := self.channel.get()) is not None:
            for name, n in part.items():
                self._local.inc(name, n)

    def stop(self) -> None:
        self.channel.put(None)
        self._thread.join()

    def totals(self) -> Counter[str]:
        return self._local.drain()
