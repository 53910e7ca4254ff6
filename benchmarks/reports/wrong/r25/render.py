import logging

from tiles import TileStore

log = logging.getLogger("render")


def paint(number, edge):
    return bytes((x * y + number) % 256 for y in range(edge) for x in range(edge))


def render_tile(number, edge, finished):
    store = TileStore()
    try:
        ref = store.put(number, paint(number, edge))
        finished.put(ref)
        log.info("tile %d is in %s", number, ref.name)
    finally:
        store.close()
