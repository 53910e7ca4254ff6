"""Master: binds, starts workers, replaces those that have done their share."""
from __future__ import annotations

import multiprocessing as mp
import socket
from multiprocessing.connection import wait

import worker

# The program has a client thread by the time workers are replaced.
CTX = mp.get_context("spawn")


class Master:
    def __init__(self, workers=2, quota=5):
        self.workers, self.quota = workers, quota
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._up = CTX.Semaphore(0)
        self._crew: list[mp.process.BaseProcess] = []
        self.replaced = 0

    def _start_one(self):
        process = CTX.Process(target=worker.run, args=(self._listener, self.quota, self._up), daemon=True)
        process.start()
        return process

    def __enter__(self):
        for _ in range(self.workers):
            self._crew.append(self._start_one())
        for _ in self._crew:
            if not self._up.acquire(timeout=15):
                self.__exit__(None, None, None)
                raise TimeoutError("workers did not come up")
        return self

    def run_until(self, finished):
        """Mind the workers until *finished()*."""
        while not finished():
            for sentinel in wait([p.sentinel for p in self._crew], timeout=0.05):
                index = next(i for i, p in enumerate(self._crew) if p.sentinel == sentinel)
                old = self._crew[index]
                old.join()
                self._crew[index] = self._start_one()
                old.close()
                self.replaced += 1

    def __exit__(self, *exc):
        for process in self._crew:
            process.terminate()  # the workers turn SIGTERM into a flag
        for process in self._crew:
            process.join()
        self._listener.close()
