"""Tiles of a pyramid."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    zoom: int
    row: int
    col: int

    def __str__(self):
        return f"{self.zoom}/{self.row}/{self.col}"
