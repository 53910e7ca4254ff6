from __future__ import annotations

import contextlib

from .ring import Ring


def capture(name: str, slots: int, frames: int, free, filled) -> None:
    with contextlib.closing(Ring.attach(name, slots)) as ring:
        for number in range(frames):
            free.acquire()
            ring.write(number, number * 1000 + 7)
            filled.release()
