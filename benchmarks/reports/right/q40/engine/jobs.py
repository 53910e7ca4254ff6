import threading
from dataclasses import dataclass


@dataclass
class Job:
    base: int
    power: int

    def __call__(self):
        return self.base ** self.power


class Local:
    """For threads only: has a lock, and its state is meant to be shared."""

    def __init__(self):
        self._lock = threading.Lock()
        self.n = 0

    def bump(self):
        with self._lock:
            self.n += 1
            return self.n
