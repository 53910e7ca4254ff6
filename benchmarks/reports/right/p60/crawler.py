from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import Executor

from parse import Page, parse


class NotFound(Exception):
    pass


class Crawler:
    """Fetches in coroutines, parses in processes; never pickles itself."""

    def __init__(self, port: int, executor: Executor, concurrency: int = 3):
        self._port = port
        self._executor = executor
        self._gate = asyncio.Semaphore(concurrency)
        self._seen: set[str] = set()
        self.missing: list[str] = []
        self.pages: dict[str, Page] = {}

    async def fetch(self, path):
        async with self._gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
                await writer.drain()
                raw = (await reader.read()).decode()
            finally:
                writer.close()
                await writer.wait_closed()
        head, _, body = raw.partition("\r\n\r\n")
        if " 200 " not in head:
            raise NotFound(path)
        return body

    async def visit(self, path, group):
        if path in self._seen:
            return
        self._seen.add(path)
        try:
            text = await self.fetch(path)
        except NotFound:
            self.missing.append(path)
            return
        page = await asyncio.get_running_loop().run_in_executor(self._executor, parse, path, text)
        self.pages[path] = page
        for link in page.links:
            group.create_task(self.visit(link, group))

    async def crawl(self, start="/"):
        async with asyncio.TaskGroup() as group:
            group.create_task(self.visit(start, group))
        return sum((p.words for p in self.pages.values()), Counter())
