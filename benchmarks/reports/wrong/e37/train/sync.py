from __future__ import annotations

import multiprocessing as mp


class EpochGate:
    """Workers wait here until the trainer opens the next epoch."""

    def __init__(self) -> None:
        self._cond = mp.Condition()
        self._epoch = mp.RawValue("i", -1)

    def open(self, epoch: int) -> None:
        with self._cond:
            self._epoch.value = epoch
            self._cond.notify_all()

    def wait_open(self) -> int:
        with self._cond:
            self._cond.wait()
            return self._epoch.value
