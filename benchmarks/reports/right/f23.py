"""Supervisor as a small state machine: crashed workers are restarted, a stop event ends all."""
from __future__ import annotations

import enum
import multiprocessing as mp
import os
import queue
import time
from dataclasses import dataclass, field


class State(enum.Enum):
    NEW = enum.auto()
    RUNNING = enum.auto()
    CRASHED = enum.auto()
    STOPPED = enum.auto()


def serve(tasks: mp.Queue, done: mp.SimpleQueue, stop, poison: int) -> None:
    while not stop.is_set():
        try:
            task = tasks.get(timeout=0.05)
        except queue.Empty:
            continue
        if task == poison:
            os._exit(9)
        done.put(task)


@dataclass
class Slot:
    number: int
    state: State = State.NEW
    restarts: int = 0
    proc: mp.Process | None = field(default=None, repr=False)


class Supervisor:
    """Every worker has its own task queue, so a crash cannot leave a shared one locked."""

    def __init__(self, workers: int, max_restarts: int = 3) -> None:
        self.slots = [Slot(i) for i in range(workers)]
        self.max_restarts = max_restarts
        self.stop = mp.Event()
        self.tasks = [mp.Queue() for _ in self.slots]
        self.done = [mp.SimpleQueue() for _ in self.slots]
        self.finished: list[int] = []

    def _launch(self, slot: Slot) -> None:
        args = (self.tasks[slot.number], self.done[slot.number], self.stop, -1)
        slot.proc = mp.Process(target=serve, args=args, daemon=True)
        slot.proc.start()
        slot.state = State.RUNNING

    def tick(self) -> None:
        for slot in self.slots:
            match slot.state:
                case State.NEW:
                    self._launch(slot)
                case State.RUNNING if not slot.proc.is_alive():
                    slot.proc.join()
                    slot.state = State.CRASHED
                case State.CRASHED if slot.restarts < self.max_restarts:
                    slot.restarts += 1
                    # the reader may have died with the lock of the old queue
                    self.tasks[slot.number] = mp.Queue()
                    self._launch(slot)
                case State.CRASHED:
                    slot.state = State.STOPPED
            while not self.done[slot.number].empty():
                self.finished.append(self.done[slot.number].get())

    def shutdown(self) -> None:
        self.stop.set()
        for slot in self.slots:
            if slot.proc is not None:
                slot.proc.join()
                slot.state = State.STOPPED


def main() -> None:
    sup = Supervisor(2)
    sup.tick()
    for n in range(10):
        sup.tasks[n % 2].put(n)
    deadline = time.monotonic() + 20
    while len(sup.finished) < 10 and time.monotonic() < deadline:
        sup.tick()
        time.sleep(0.02)
    sup.tasks[0].put(-1)
    while sup.slots[0].restarts == 0 and time.monotonic() < deadline:
        sup.tick()
        time.sleep(0.02)
    sup.tasks[0].put(99)
    while 99 not in sup.finished and time.monotonic() < deadline:
        sup.tick()
        time.sleep(0.02)
    sup.shutdown()
    assert sorted(sup.finished) == [*range(10), 99], sup.finished
    print([(s.state.name, s.restarts) for s in sup.slots])


if __name__ == "__main__":
    main()
