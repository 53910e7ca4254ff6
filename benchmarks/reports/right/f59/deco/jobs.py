from __future__ import annotations

import time

from .parallel import parallel, retry


@parallel
def area(width: int, height: int) -> int:
    return width * height


@parallel
@retry(3)
def volume(side: int) -> int:
    return area(side, side) * side


@parallel
def slow(seconds: float) -> float:
    time.sleep(seconds)
    return seconds
