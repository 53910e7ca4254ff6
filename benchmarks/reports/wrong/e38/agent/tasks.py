from __future__ import annotations

import time
from typing import NoReturn


def ping(target: str, period: float) -> NoReturn:
    misses = 0
    while True:
        begin = time.monotonic()
        if not target:
            misses += 1
        time.sleep(max(0.0, period - (time.monotonic() - begin)))
