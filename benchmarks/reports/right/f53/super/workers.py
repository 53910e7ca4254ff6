from __future__ import annotations

import sys
import time


def counting(n: int) -> None:
    for _ in range(n):
        time.sleep(0.01)


def flaky(code: int) -> None:
    time.sleep(0.01)
    sys.exit(code + 10)
