from __future__ import annotations

from .context import bound, tagged


def crunch(number: int, ident: str) -> tuple[int, str]:
    value = sum(i * i for i in range(number * 1000))
    with bound(ident):
        return value, tagged(f"crunched {number}")
