"""Poller which looks as if a plain attribute stopped it."""
from __future__ import annotations

import multiprocessing as mp
import time


class StopFlag:
    """Boolean-like view on an event shared with the child."""

    def __init__(self) -> None:
        self._event = mp.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def raise_(self) -> None:
        self._event.set()


class Poller(mp.Process):
    def __init__(self, interval: float) -> None:
        super().__init__()
        self.interval = interval
        self.stopped = StopFlag()
        self._ticks = mp.Value("i", 0)

    @property
    def ticks(self) -> int:
        return self._ticks.value

    @ticks.setter
    def ticks(self, value: int) -> None:
        self._ticks.value = value

    def run(self) -> None:
        while not self.stopped:
            self.ticks = self.ticks + 1
            time.sleep(self.interval)

    def stop(self) -> None:
        self.stopped.raise_()
        self.join()


def main() -> None:
    poller = Poller(0.01)
    poller.start()
    while poller.ticks < 5:
        time.sleep(0.01)
    poller.stop()
    assert poller.exitcode == 0 and poller.ticks >= 5
    print("stopped")


if __name__ == "__main__":
    main()
