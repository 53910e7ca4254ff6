"""Stoppable services: the same class of flag logic for threads and for processes."""
from __future__ import annotations

import multiprocessing as mp
import threading
import time
from abc import ABC, abstractmethod
from typing import Any


class Service(ABC):
    """Template: `step` until told to stop."""

    interval = 0.01
    stop_event: Any

    @abstractmethod
    def step(self) -> None: ...

    def serve(self) -> None:
        while not self.stop_event.wait(self.interval):
            self.step()

    def stop(self) -> None:
        self.stop_event.set()


class ThreadService(Service, threading.Thread):
    def __init__(self) -> None:
        threading.Thread.__init__(self)
        self.stop_event = threading.Event()
        self.steps = 0
        self.paused = False

    def run(self) -> None:
        self.serve()

    def step(self) -> None:
        if not self.paused:
            self.steps += 1


class ProcessService(Service, mp.Process):
    def __init__(self) -> None:
        mp.Process.__init__(self)
        self.stop_event = mp.Event()
        self._steps = mp.Value("i", 0)
        self.local_steps = 0

    @property
    def steps(self) -> int:
        return self._steps.value

    def run(self) -> None:
        self.serve()
        with self._steps.get_lock():
            self._steps.value = self.local_steps

    def step(self) -> None:
        self.local_steps += 1


def supervise(services: list[Service], seconds: float) -> None:
    for service in services:
        service.start()
    time.sleep(seconds)
    for service in services:
        service.stop()
    for service in services:
        service.join()


def main() -> None:
    thread, process = ThreadService(), ProcessService()
    supervise([process, thread], 1.0)
    assert thread.steps > 0 and process.steps > 0, (thread.steps, process.steps)
    assert process.local_steps == 0
    print("both stopped")


if __name__ == "__main__":
    main()
