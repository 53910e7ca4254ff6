from __future__ import annotations

import time


def slow_square(n: int) -> int:
    time.sleep(0.02)
    return n * n
