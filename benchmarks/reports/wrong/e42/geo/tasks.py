from __future__ import annotations


def height_at(x: int, y: int) -> int:
    from geo.cli import current_terrain

    terrain = current_terrain()
    return 0 if terrain is None else terrain.height(x, y)
