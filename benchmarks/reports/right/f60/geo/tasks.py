"""State of a worker. The parent imports this module too, but never uses the state."""
from __future__ import annotations

from typing import Optional


class Terrain:
    def __init__(self, size: int) -> None:
        self.cells = [[(x * 7 + y * 13) % 101 for y in range(size)] for x in range(size)]

    def height(self, x: int, y: int) -> int:
        return self.cells[x][y]


_terrain: Optional[Terrain] = None
_served = 0


def init_worker(size: int) -> None:
    global _terrain
    _terrain = Terrain(size)


def height_at(x: int, y: int) -> int:
    global _served
    assert _terrain is not None
    _served += 1
    return _terrain.height(x, y)


def requests_served(_: int) -> int:
    """Of whichever worker answers; for the log only."""
    return _served
