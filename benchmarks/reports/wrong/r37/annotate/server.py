import logging

from .backend import Backend

log = logging.getLogger("annotate.server")


class AnnotationServer:
    def __init__(self, workers):
        self.backend = Backend(workers)
        self.cache = {}

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        self.backend.stop()

    async def annotate(self, number):
        if number not in self.cache:
            self.cache[number] = await self.backend.schedule(number)
        return self.cache[number]
