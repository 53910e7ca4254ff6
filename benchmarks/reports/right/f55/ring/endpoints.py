from __future__ import annotations

import multiprocessing as mp
from typing import Iterable

from .buffer import RingBuffer


def send_all(ring: RingBuffer, messages: Iterable[bytes]) -> None:
    for message in messages:
        ring.put(message)
    ring.put_end()


class ChecksumReader(mp.Process):
    def __init__(self, ring: RingBuffer) -> None:
        super().__init__()
        self.ring = ring
        self._total = mp.Value("Q", 0)

    def run(self) -> None:
        total = 0
        while (message := self.ring.get()) is not None:
            total += sum(message)
        self._total.value = total
        self.ring.close()

    def finish(self) -> int:
        self.join()
        return self._total.value
