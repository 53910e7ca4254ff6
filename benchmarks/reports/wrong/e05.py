"""Loyalty points: batches of bookings are applied to a JSON ledger by a pool of workers."""
from __future__ import annotations

import json
import multiprocessing as mp
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Booking:
    customer: str
    points: int


class Ledger:
    def __init__(self, path: Path, lock) -> None:
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
    def setup(cls, path: Path) -> None:
        cls.ledger = Ledger(path, mp.Lock())


def apply(booking: Booking) -> None:
    ledger = WorkerState.ledger
    assert ledger is not None
    ledger.credit(booking)


def run(bookings: list[Booking], path: Path, workers: int) -> dict[str, int]:
    path.write_text("{}")
    with mp.Pool(workers, initializer=WorkerState.setup, initargs=(path,)) as pool:
        for _ in pool.imap_unordered(apply, bookings, chunksize=5):
            pass
    return Ledger(path, mp.Lock()).read()


def main() -> None:
    bookings = [Booking(name, 1) for _ in range(400) for name in ("ada", "bob", "cleo")]
    with tempfile.TemporaryDirectory() as tmp:
        totals = run(bookings, Path(tmp) / "ledger.json", workers=4)
    print("booked", len(bookings), "in ledger", sum(totals.values()))


if __name__ == "__main__":
    main()
