from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from .templates import render


class Gateway:
    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.beats = 0
        self._gate = asyncio.Semaphore(workers)

    async def __aenter__(self) -> Gateway:
        self._executor = ProcessPoolExecutor(self.workers, mp_context=multiprocessing.get_context("spawn"))
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await asyncio.to_thread(self._executor.shutdown)

    async def heartbeat(self) -> None:
        while True:
            self.beats += 1
            await asyncio.sleep(0.01)

    async def render(self, title: str) -> str:
        loop = asyncio.get_running_loop()
        async with self._gate:
            return await asyncio.wait_for(loop.run_in_executor(self._executor, render, title), timeout=20)
