"""Renderer: a pool whose workers attach once, in the initializer."""
from __future__ import annotations

import logging
import multiprocessing as mp
from multiprocessing import util

from shaders import SHADERS
from surface import Handle, Surface
from tiles import Tile, tiles

log = logging.getLogger(__name__)
_surface: Surface | None = None


def _open(handle: Handle) -> None:
    global _surface
    _surface = Surface.attach(handle)
    # workers of a closed pool end through multiprocessing's own exit function
    util.Finalize(_surface, _surface.close, exitpriority=10)


def _paint(job: tuple[str, Tile]) -> int:
    name, tile = job
    shade = SHADERS[name]
    for y in range(tile.y, tile.y + tile.height):
        row = bytes(shade(x, y) for x in range(tile.x, tile.x + tile.width))
        _surface.put_row(y, tile.x, row)
    return tile.width * tile.height


class Renderer:
    def __init__(self, width: int, height: int, workers: int = 2):
        self.surface = Surface.create(width, height)
        try:
            ctx = mp.get_context("spawn")
            self._pool = ctx.Pool(workers, _open, (self.surface.handle,))
        except BaseException:
            self.surface.close()
            raise

    def render(self, name: str, edge: int = 16) -> int:
        if name not in SHADERS:
            raise LookupError(name)
        jobs = ((name, t) for t in tiles(self.surface.width, self.surface.height, edge))
        painted = sum(self._pool.imap_unordered(_paint, jobs, chunksize=2))
        log.debug("%s: %d pixels", name, painted)
        return painted

    def close(self) -> None:
        try:
            self._pool.close()
            self._pool.join()
        finally:
            self.surface.close()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()
