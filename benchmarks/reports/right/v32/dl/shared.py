from __future__ import annotations

import multiprocessing as mp


class Shared:
    """What the processes have in common; handed over when they are started."""

    def __init__(self, limit: int) -> None:
        self.slots = mp.BoundedSemaphore(limit)
        self.active = mp.Value("i", 0)
        self.peak = mp.Value("i", 0, lock=False)
        self.done = mp.Value("i", 0)

    def __enter__(self) -> "Shared":
        self.slots.acquire()
        with self.active.get_lock():
            self.active.value += 1
            self.peak.value = max(self.peak.value, self.active.value)
        return self

    def __exit__(self, *exc: object) -> None:
        with self.active.get_lock():
            self.active.value -= 1
        self.slots.release()

    def finished(self) -> None:
        with self.done.get_lock():
            self.done.value += 1
