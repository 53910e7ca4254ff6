from __future__ import annotations

from typing import Callable


def square(arg: int) -> int:
    return arg * arg


def fail(arg: int) -> int:
    raise ValueError(arg)


KINDS: dict[str, Callable[[int], int]] = {fn.__name__: fn for fn in (square, fail)}
