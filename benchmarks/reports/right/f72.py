"""Mail delivery whose `stop` first waits for everything that was accepted."""
from __future__ import annotations

import logging
import tempfile
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

log = logging.getLogger("mail")


@dataclass(frozen=True)
class Outbox:
    folder: Path

    def deliver(self, address: str) -> str:
        if "@" not in address:
            raise ValueError(address)
        (self.folder / address).write_text("newsletter")
        return address


class ManagedExecutor:
    """Bounded submission; errors are collected by a callback in the parent."""

    def __init__(self, workers: int, backlog: int) -> None:
        self._pool = ProcessPoolExecutor(workers)
        self._pending: set[Future[Any]] = set()
        self._backlog = backlog
        self._lock = threading.Lock()
        self.errors: list[str] = []
        self.delivered = 0

    def fire(self, fn: Callable[..., Any], *args: Any) -> None:
        if len(self._pending) >= self._backlog:
            done, self._pending = wait(self._pending, return_when=FIRST_COMPLETED)
        future = self._pool.submit(fn, *args)
        future.add_done_callback(self._account)
        self._pending.add(future)

    def _account(self, future: "Future[Any]") -> None:
        with self._lock:
            if future.cancelled():
                self.errors.append("cancelled")
            elif (exc := future.exception()) is not None:
                self.errors.append(str(exc))
            else:
                self.delivered += 1

    def close(self) -> None:
        wait(self._pending)
        self._pool.shutdown(wait=True, cancel_futures=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        outbox = Outbox(Path(tmp))
        executor = ManagedExecutor(2, backlog=10)
        try:
            for i in range(60):
                executor.fire(outbox.deliver, f"user{i}@example.org" if i != 13 else "nobody")
        finally:
            executor.close()
        files = len(list(Path(tmp).iterdir()))
    assert files == executor.delivered == 59 and executor.errors == ["nobody"], executor.errors
    print("delivered", files)


if __name__ == "__main__":
    main()
