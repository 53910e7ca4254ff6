import asyncio
from contextlib import AbstractContextManager

from . import render
from .offload import Offload


class App(AbstractContextManager):
    def __init__(self, offload):
        self._offload = offload

    @classmethod
    def create(cls):
        return cls(Offload.warmed(2))

    async def _page(self, path):
        return path, await self._offload(render.render, path)

    async def serve(self, paths):
        return dict(await asyncio.gather(*map(self._page, paths)))

    def __exit__(self, *exc):
        self._offload.shutdown()
