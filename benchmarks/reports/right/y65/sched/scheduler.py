"""Runs jobs in processes and starts those that fail again."""

from multiprocessing import Process
from multiprocessing.connection import wait

from .jobs import run_job


class Scheduler:
    def __init__(self, attempts):
        self.attempts = attempts
        self.running = {}

    def _start(self, name, failures, attempt):
        process = Process(target=run_job, args=(failures, attempt), name=f"{name}-{attempt}")
        process.start()
        self.running[process.sentinel] = (process, name, failures, attempt)

    def _reap(self, sentinel):
        process, name, failures, attempt = self.running.pop(sentinel)
        process.join()
        code = process.exitcode
        process.close()
        return code, name, failures, attempt

    def run(self, jobs):
        outcome = {}
        for name, failures in jobs.items():
            self._start(name, failures, 1)
        while self.running:
            for sentinel in wait(list(self.running), timeout=10):
                code, name, failures, attempt = self._reap(sentinel)
                if code == 0:
                    outcome[name] = ("done", attempt)
                elif attempt < self.attempts:
                    self._start(name, failures, attempt + 1)
                else:
                    outcome[name] = ("failed", attempt)
        return outcome
