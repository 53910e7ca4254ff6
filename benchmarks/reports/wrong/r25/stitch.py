import logging
from multiprocessing import Process, Queue
from multiprocessing.shared_memory import SharedMemory

from render import render_tile

log = logging.getLogger("stitch")


def start_renderers(tiles, edge, finished):
    renderers = [Process(target=render_tile, args=(n, edge, finished)) for n in range(tiles)]
    for renderer in renderers:
        renderer.start()
    return renderers


def read_tile(ref):
    block = SharedMemory(name=ref.name)
    try:
        return bytes(block.buf[: ref.size])
    finally:
        block.close()


def stitch(tiles, edge):
    finished = Queue()
    renderers = start_renderers(tiles, edge, finished)
    refs = sorted((finished.get() for _ in renderers), key=lambda ref: ref.number)
    for renderer in renderers:
        renderer.join()
    log.info("%d tiles rendered", len(refs))
    return b"".join(read_tile(ref) for ref in refs)
