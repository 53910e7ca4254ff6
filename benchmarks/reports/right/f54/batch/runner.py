from __future__ import annotations

import multiprocessing as mp
import signal
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, Optional


@dataclass
class Outcome:
    results: list[Any] = field(default_factory=list)
    interrupted: bool = False


def ignore_interrupts() -> None:
    """The parent decides; a Ctrl-C on the terminal must not kill workers half-way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


class BatchRunner:
    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.on_started: Optional[Callable[[], None]] = None
        self._stop = False

    @contextmanager
    def _graceful(self) -> Iterator[None]:
        def request_stop(signum: int, frame: object) -> None:
            self._stop = True

        old = signal.signal(signal.SIGINT, request_stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, old)

    def run(self, fn: Callable[[Any], Any], items: list[Any]) -> Outcome:
        outcome = Outcome()
        self._stop = False
        pool = mp.Pool(self.workers, initializer=ignore_interrupts)
        try:
            with self._graceful():
                if self.on_started is not None:
                    self.on_started()
                results = pool.imap(fn, items)
                for _ in items:
                    while True:
                        try:
                            outcome.results.append(results.next(timeout=0.1))
                            break
                        except mp.TimeoutError:
                            if self._stop:
                                break
                    if self._stop:
                        outcome.interrupted = True
                        break
        finally:
            if outcome.interrupted:
                pool.terminate()
            else:
                pool.close()
            pool.join()
        return outcome
