from __future__ import annotations


class Terrain:
    def __init__(self, size: int) -> None:
        self.cells = [[(x * 7 + y * 13) % 101 for y in range(size)] for x in range(size)]

    def height(self, x: int, y: int) -> int:
        return self.cells[x][y]
