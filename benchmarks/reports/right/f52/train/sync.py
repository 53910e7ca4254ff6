from __future__ import annotations

import multiprocessing as mp


class EpochGate:
    """Waits for a state, not for a notification: a worker that comes late does not wait."""

    def __init__(self) -> None:
        self._cond = mp.Condition()
        self._epoch = mp.RawValue("i", -1)
        self._closed = mp.RawValue("b", 0)

    def open(self, epoch: int) -> None:
        with self._cond:
            self._epoch.value = epoch
            self._cond.notify_all()

    def close(self) -> None:
        with self._cond:
            self._closed.value = 1
            self._cond.notify_all()

    def wait_for(self, epoch: int) -> bool:
        with self._cond:
            while self._epoch.value < epoch and not self._closed.value:
                self._cond.wait(1.0)
            return self._epoch.value >= epoch
