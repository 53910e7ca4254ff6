"""Threads are running when the child starts; it is spawned, so it gets none of their locks."""
from __future__ import annotations

import multiprocessing
import threading

from .physics import run

_spawn = multiprocessing.get_context("spawn")


class Pump:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.ticks = 0

    def _tick(self) -> None:
        while not self._stop.wait(0.005):
            with self._lock:
                self.ticks += 1

    def __enter__(self) -> Pump:
        self._ticker = threading.Thread(target=self._tick)
        self._ticker.start()
        with self._lock:
            self._requests = _spawn.Queue()
            self._answers = _spawn.Queue()
            self._child = _spawn.Process(target=run, args=(self._requests, self._answers))
            self._child.start()
        return self

    def measure(self, depth: float) -> float:
        with self._lock:
            self._requests.put(depth)
            return self._answers.get(timeout=20)

    def __exit__(self, *exc_info: object) -> None:
        self._requests.put(None)
        self._child.join()
        self._stop.set()
        self._ticker.join()
