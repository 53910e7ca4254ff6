"""Async gateway: renders reports in a process pool and keeps a lease alive meanwhile."""
from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

log = logging.getLogger("gateway")


def render(report: str, seconds: float) -> str:
    time.sleep(seconds)
    return f"<h1>{report}</h1>"


@dataclass
class Lease:
    ttl: float
    expires: float = field(default_factory=time.monotonic)
    lost: bool = False

    def renew(self) -> None:
        now = time.monotonic()
        if now > self.expires:
            self.lost = True
        self.expires = now + self.ttl


class Gateway:
    def __init__(self, workers: int, lease: Lease) -> None:
        self.lease = lease
        self._executor = ProcessPoolExecutor(workers)

    async def __aenter__(self) -> "Gateway":
        self.lease.expires = time.monotonic() + self.lease.ttl
        self._keeper = asyncio.create_task(self._keep_alive())
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._keeper.cancel()
        await asyncio.gather(self._keeper, return_exceptions=True)
        self._executor.shutdown()

    async def _keep_alive(self) -> None:
        while True:
            self.lease.renew()
            await asyncio.sleep(self.lease.ttl / 4)

    async def report(self, name: str) -> str:
        future = self._executor.submit(render, name, 0.6)
        return future.result()


async def serve() -> tuple[int, float, bool]:
    lease = Lease(ttl=1.0)
    begin = time.monotonic()
    async with Gateway(4, lease) as gateway:
        pages = await asyncio.gather(*(gateway.report(f"r{i}") for i in range(4)))
        await asyncio.sleep(0.3)
    return len(pages), time.monotonic() - begin, lease.lost


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    pages, seconds, lost = asyncio.run(serve())
    print(f"{pages} pages in {seconds:.1f} s, lease lost: {lost}")


if __name__ == "__main__":
    main()
