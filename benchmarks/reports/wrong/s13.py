"""Hazard calculator: the ground motion array is shared with the workers."""
from __future__ import annotations

import logging
import multiprocessing as mp
import struct
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

log = logging.getLogger("hazard")
ITEM = struct.Struct("d")


@dataclass(frozen=True)
class Site:
    index: int
    vs30: float


class SharedField:
    """An array of doubles that the workers fill."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.shm = SharedMemory(create=True, size=length * ITEM.size)
        self.name = self.shm.name

    def __getitem__(self, index: int) -> float:
        return ITEM.unpack_from(self.shm.buf, index * ITEM.size)[0]

    def close(self) -> None:
        self.shm.close()


def fill(name: str, sites: list[Site]) -> None:
    shm = SharedMemory(name=name)
    try:
        for site in sites:
            value = 0.1 * 760.0 / site.vs30
            ITEM.pack_into(shm.buf, site.index * ITEM.size, value)
    finally:
        shm.close()


def compute(sites: list[Site], workers: int) -> float:
    field = SharedField(len(sites))
    try:
        procs = [mp.Process(target=fill, args=(field.name, sites[w::workers])) for w in range(workers)]
        for proc in procs:
            proc.start()
        for proc in procs:
            proc.join()
        return max(field[i] for i in range(field.length))
    finally:
        field.close()


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    sites = [Site(i, 200.0 + i * 5) for i in range(100)]
    print("max gmv", round(compute(sites, 2), 4))


if __name__ == "__main__":
    main()
