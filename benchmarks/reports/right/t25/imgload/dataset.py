from __future__ import annotations

import zlib


class TileDataset:
    def __init__(self, tiles: int, side: int, broken: frozenset[int] | set[int] = frozenset()) -> None:
        self.side = side
        self.blobs = []
        for number in range(tiles):
            blob = zlib.compress(bytes((number + i) % 256 for i in range(side * side)))
            self.blobs.append(blob[:-4] if number in broken else blob)

    def __len__(self) -> int:
        return len(self.blobs)

    def load(self, number: int) -> int:
        pixels = zlib.decompress(self.blobs[number])
        return sum(pixels) // len(pixels)
