from typing import Iterator, NamedTuple


class Tile(NamedTuple):
    x: int
    y: int
    width: int
    height: int


def tiles(width: int, height: int, edge: int) -> Iterator[Tile]:
    for y in range(0, height, edge):
        for x in range(0, width, edge):
            yield Tile(x, y, min(edge, width - x), min(edge, height - y))
