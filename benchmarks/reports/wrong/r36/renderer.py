import logging
import multiprocessing

from sections import render_section, sections_of

log = logging.getLogger("renderer")


class Renderer:
    """Renders the sections of a report on a shared pool."""

    def __init__(self, pool_size):
        self.pool = multiprocessing.Pool(pool_size)

    def render(self, report, outbox):
        parts = self.pool.map(render_section, sections_of(report))
        log.info("%s rendered", report)
        outbox.put((report, parts))

    def close(self):
        self.pool.terminate()
        self.pool.join()
