"""Seat reservation with a store shared by several box offices."""
from __future__ import annotations

import ctypes
import multiprocessing as mp
from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Wish:
    office: int
    seats: int


class SeatStore:
    """All methods are safe to call from any box office."""

    def __init__(self, capacity: int) -> None:
        self._lock = mp.Lock()
        self._free = mp.RawValue(ctypes.c_int, capacity)
        self._sold = mp.RawValue(ctypes.c_int, 0)

    @property
    def free(self) -> int:
        with self._lock:
            return self._free.value

    @property
    def sold(self) -> int:
        with self._lock:
            return self._sold.value

    def reserve(self, wish: Wish) -> Optional[int]:
        with self._lock:
            if wish.seats > self.free:
                return None
            self._free.value -= wish.seats
            self._sold.value += wish.seats
            return self._sold.value


class BoxOffice(mp.Process):
    def __init__(self, number: int, store: SeatStore, wishes: int) -> None:
        super().__init__(name=f"office-{number}")
        self.number = number
        self.store = store
        self.wishes = wishes

    def run(self) -> None:
        for n in range(self.wishes):
            self.store.reserve(Wish(self.number, 1 + n % 3))


def main() -> None:
    store = SeatStore(capacity=100)
    offices = [BoxOffice(i, store, 30) for i in range(3)]
    for office in offices:
        office.start()
    for office in offices:
        office.join()
    print("sold", store.sold, "free", store.free)


if __name__ == "__main__":
    main()
