"""Ledger updated by a pool of workers; the lock is handed to each worker once."""
from __future__ import annotations

import json
import multiprocessing as mp
import os
import tempfile
from dataclasses import dataclass
from multiprocessing.synchronize import Lock
from pathlib import Path


@dataclass(frozen=True)
class Booking:
    customer: str
    points: int


class Ledger:
    def __init__(self, path: Path, lock: Lock) -> None:
        self.path = path
        self.lock = lock

    def read(self) -> dict[str, int]:
        return json.loads(self.path.read_text())

    def _write(self, data: dict[str, int]) -> None:
        tmp = self.path.with_suffix(f".{os.getpid()}")
        tmp.write_text(json.dumps(data))
        os.replace(tmp, self.path)

    def credit(self, booking: Booking) -> None:
        with self.lock:
            data = self.read()
            data[booking.customer] = data.get(booking.customer, 0) + booking.points
            self._write(data)


class WorkerState:
    ledger: Ledger | None = None

    @classmethod
    def setup(cls, path: Path, lock: Lock) -> None:
        cls.ledger = Ledger(path, lock)


def apply(booking: Booking) -> None:
    assert WorkerState.ledger is not None
    WorkerState.ledger.credit(booking)


class LedgerImport:
    def __init__(self, path: Path, workers: int = 3) -> None:
        self.path = path
        self.workers = workers
        self._lock = mp.Lock()

    def run(self, bookings: list[Booking]) -> dict[str, int]:
        self.path.write_text("{}")
        with mp.Pool(self.workers, WorkerState.setup, (self.path, self._lock)) as pool:
            for _ in pool.imap_unordered(apply, bookings, chunksize=5):
                pass
        return Ledger(self.path, self._lock).read()


def main() -> None:
    bookings = [Booking(name, 1) for _ in range(60) for name in ("ada", "bob", "cleo")]
    with tempfile.TemporaryDirectory() as tmp:
        totals = LedgerImport(Path(tmp) / "ledger.json").run(bookings)
    assert sum(totals.values()) == len(bookings), totals
    print(totals)


if __name__ == "__main__":
    main()
