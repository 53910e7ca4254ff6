"""Render tiles in worker processes."""

import logging
from concurrent.futures import ProcessPoolExecutor, as_completed

from tiles import Tile

logger = logging.getLogger(__name__)


def render_tile(tile):
    """Render one tile; runs in a worker."""
    pixels = [(tile.row * 31 + tile.col * 17 + n) % 256 for n in range(64)]
    logger.info("rendered tile %s", tile)
    return tile, sum(pixels)


class TilePyramid:
    def __init__(self, zoom, workers):
        self.zoom = zoom
        self.workers = workers

    def tiles(self):
        for row in range(self.zoom):
            for col in range(self.zoom + 1):
                yield Tile(self.zoom, row, col)

    def render(self):
        count = 0
        with ProcessPoolExecutor(max_workers=self.workers) as executor:
            futures = {executor.submit(render_tile, tile): tile for tile in self.tiles()}
            for future in as_completed(futures):
                tile, checksum = future.result()
                logger.debug("%s has checksum %d", tile, checksum)
                count += 1
        logger.info("%d tiles are done", count)
        return count
