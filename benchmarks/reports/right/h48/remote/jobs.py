"""A manager with a job board of its own. What it registers can be found in the module, so it may be pickled."""

import threading
from multiprocessing.managers import BaseManager


class JobBoard:
    def __init__(self):
        self._jobs = {}
        self._lock = threading.Lock()

    def add(self, name, amount):
        with self._lock:
            self._jobs[name] = self._jobs.get(name, 0) + amount
            return self._jobs[name]

    def total(self):
        with self._lock:
            return sum(self._jobs.values())


class BoardManager(BaseManager):
    pass


BoardManager.register("JobBoard", JobBoard)
