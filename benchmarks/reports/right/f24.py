"""Async gateway: rendering in processes, leases renewed by the loop meanwhile."""
from __future__ import annotations

import asyncio
import functools
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field


def render(report: str, *, seconds: float) -> str:
    time.sleep(seconds)
    return f"<h1>{report}</h1>"


@dataclass
class Lease:
    ttl: float
    renewals: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def renew(self) -> None:
        async with self.lock:
            self.renewals += 1


class Gateway:
    def __init__(self, workers: int, lease: Lease) -> None:
        self.lease = lease
        self.workers = workers
        self.queue: asyncio.Queue[tuple[str, asyncio.Future[str]]] = asyncio.Queue()

    async def __aenter__(self) -> "Gateway":
        self._executor = ProcessPoolExecutor(self.workers)
        self._tasks = [asyncio.create_task(self._keep_alive())]
        self._tasks += [asyncio.create_task(self._consume()) for _ in range(self.workers)]
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._executor.shutdown)

    async def _keep_alive(self) -> None:
        while True:
            await self.lease.renew()
            await asyncio.sleep(self.lease.ttl / 4)

    async def _consume(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            name, reply = await self.queue.get()
            try:
                work = functools.partial(render, name, seconds=0.1)
                reply.set_result(await asyncio.shield(loop.run_in_executor(self._executor, work)))
            except Exception as exc:
                reply.set_exception(exc)
            finally:
                self.queue.task_done()

    async def report(self, name: str) -> str:
        reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await self.queue.put((name, reply))
        return await reply


async def serve() -> tuple[list[str], int]:
    lease = Lease(ttl=0.4)
    async with Gateway(2, lease) as gateway:
        pages = await asyncio.gather(*(gateway.report(f"r{i}") for i in range(6)))
        await gateway.queue.join()
    return pages, lease.renewals


def main() -> None:
    pages, renewals = asyncio.run(serve())
    assert pages == [f"<h1>r{i}</h1>" for i in range(6)] and renewals >= 3, renewals
    print(len(pages), "pages")


if __name__ == "__main__":
    main()
