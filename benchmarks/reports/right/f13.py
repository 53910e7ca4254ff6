"""Time limits: alarm signals in a main thread, a deadline elsewhere."""
from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable, TypeVar

T = TypeVar("T")


class TimeLimitExceeded(Exception):
    pass


def _on_alarm(signum, frame):
    raise TimeLimitExceeded("alarm")


def call_limited(fn: Callable[[float], T], arg: float, seconds: float) -> T:
    if threading.current_thread() is not threading.main_thread():
        deadline = time.monotonic() + seconds
        value = fn(arg)
        if time.monotonic() > deadline:
            raise TimeLimitExceeded("late")
        return value
    previous = signal.signal(signal.SIGALRM, _on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return fn(arg)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def measure(delay: float) -> float:
    time.sleep(delay)
    return delay


@dataclass(frozen=True)
class Probe:
    delay: float
    limit: float = 0.3

    def __call__(self) -> str:
        try:
            return f"{call_limited(measure, self.delay, self.limit):.2f}"
        except TimeLimitExceeded:
            return "limit"


def run_probe(probe: Probe) -> str:
    return probe()


def main() -> None:
    probes = [Probe(0.01), Probe(0.02), Probe(0.5)]
    expected = ["0.01", "0.02", "limit"]
    for factory in (ThreadPoolExecutor, ProcessPoolExecutor):
        with factory(max_workers=2) as executor:
            got = list(executor.map(run_probe, probes))
        assert got == expected, (factory, got)
    print(expected)


if __name__ == "__main__":
    main()
