from __future__ import annotations

import logging
import multiprocessing as mp
import threading
import time

from .hardware import Link, find_device
from .pid import PID

log = logging.getLogger(__name__)


class Roaster:
    """Looks for the hardware in a thread; the time critical exchange has a process."""

    PERIOD = 0.01

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
        return self._connected.wait(timeout)

    def _auto_connect(self) -> None:
        while self._device is None:
            self._device = find_device()
        log.info("found %s", self._device)
        self._start_comm()
        self._connected.set()

    def _start_comm(self) -> None:
        self._process = mp.Process(target=self._comm, args=(self._device,))
        self._process.start()

    def _comm(self, device: str) -> None:
        link = Link(device)
        while self._cont.value:
            level = self.pid.update(self._current.value, self._target.value)
            self._current.value = round(link.exchange(level))
            time.sleep(self.PERIOD)

    def roast(self, seconds: float, target: int) -> None:
        self._target.value = target
        time.sleep(seconds)
        self.total_time += seconds
        log.info("%d F wanted, %d F reached", target, self.temperature)

    def disconnect(self) -> None:
        self._cont.value = 0
        if self._process is not None:
            self._process.join()
