from __future__ import annotations

import logging
import multiprocessing as mp
import threading
import time

from .hardware import Link, find_device
from .pid import PID

log = logging.getLogger(__name__)


PERIOD = 0.01


def _comm(device: str, pid: PID, current, target, cont) -> None:
    link = Link(device)
    while cont.value:
        level = pid.update(current.value, target.value)
        current.value = round(link.exchange(level))
        time.sleep(PERIOD)


class Roaster:
    """Looks for the hardware in a thread; the time critical exchange has a process."""

    def __init__(self, kp: float, ki: float) -> None:
        self.pid = PID(kp, ki)
        self._target = mp.Value("i", 150)
        self._current = mp.Value("i", 150)
        self._cont = mp.Value("b", 1)
        self._device: str | None = None
        self._connected = threading.Event()
        self._connect_thread: threading.Thread | None = None
        self._process: mp.Process | None = None
        self.total_time = 0.0

    @property
    def temperature(self) -> int:
        return self._current.value

    def auto_connect(self, timeout: float) -> bool:
        self._connect_thread = threading.Thread(target=self._auto_connect, daemon=True)
        self._connect_thread.start()
        if not self._connected.wait(timeout):
            return False
        self._connect_thread.join()
        self._start_comm()
        return True

    def _auto_connect(self) -> None:
        while self._device is None:
            self._device = find_device()
        log.info("found %s", self._device)
        self._connected.set()

    def _start_comm(self) -> None:
        self._process = mp.Process(target=_comm, args=(self._device, self.pid, self._current, self._target, self._cont))
        self._process.start()

    def roast(self, seconds: float, target: int) -> None:
        self._target.value = target
        time.sleep(seconds)
        self.total_time += seconds
        log.info("%d F wanted, %d F reached", target, self.temperature)

    def disconnect(self) -> None:
        self._cont.value = 0
        if self._process is not None:
            self._process.join()
