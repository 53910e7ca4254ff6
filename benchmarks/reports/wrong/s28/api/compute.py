from __future__ import annotations

from .context import tagged


def crunch(number: int) -> tuple[int, str]:
    value = sum(i * i for i in range(number * 1000))
    return value, tagged(f"crunched {number}")
