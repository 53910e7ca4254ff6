from __future__ import annotations

import logging
import multiprocessing as mp
import time
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any, Callable

from .policy import RestartPolicy

log = logging.getLogger(__name__)


@dataclass
class Slot:
    target: Callable[..., None]
    args: tuple[Any, ...]
    exitcodes: list[int] = field(default_factory=list)


class Supervisor:
    def __init__(self, policy: RestartPolicy) -> None:
        self.policy = policy
        self.slots: dict[str, Slot] = {}
        self._running: dict[int, tuple[str, mp.Process]] = {}

    def add(self, name: str, target: Callable[..., None], *args: Any) -> None:
        self.slots[name] = Slot(target, args)

    def _start(self, name: str) -> None:
        slot = self.slots[name]
        proc = mp.Process(target=slot.target, args=slot.args, name=name)
        proc.start()
        self._running[proc.sentinel] = (name, proc)

    def _on_exit(self, sentinel: int) -> None:
        name, proc = self._running.pop(sentinel)
        proc.join()
        slot = self.slots[name]
        slot.exitcodes.append(proc.exitcode)
        proc.close()
        log.info("%s exited with %d", name, slot.exitcodes[-1])
        if self.policy.should_restart(slot.exitcodes):
            self._start(name)

    def run(self, timeout: float) -> dict[str, Slot]:
        deadline = time.monotonic() + timeout
        for name in self.slots:
            self._start(name)
        try:
            while self._running:
                ready = wait(list(self._running), timeout=max(0, deadline - time.monotonic()))
                if not ready:
                    raise TimeoutError(sorted(name for name, _ in self._running.values()))
                for sentinel in ready:
                    self._on_exit(sentinel)
        finally:
            for _, proc in self._running.values():
                proc.terminate()
                proc.join()
        return self.slots
