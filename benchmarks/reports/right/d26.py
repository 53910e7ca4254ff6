"""Site build with asyncio in front of a process pool; exceptions are looked at afterwards."""
from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ProcessPoolExecutor


class RenderError(Exception):
    pass


def render(slug: str, body: str, *, upper: bool = False) -> tuple[str, str]:
    if not body:
        raise RenderError(slug)
    return slug, body.upper() if upper else body


class Site:
    def __init__(self) -> None:
        self.done: asyncio.Queue = asyncio.Queue()
        self.lock = asyncio.Lock()
        self.failed: list[str] = []

    async def build(self, pages: dict[str, str]) -> None:
        loop = asyncio.get_running_loop()
        ticker = asyncio.create_task(self.tick())
        with ProcessPoolExecutor(2) as pool:
            work = functools.partial(render, upper=True)
            calls = [loop.run_in_executor(pool, work, slug, body) for slug, body in pages.items()]
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
        ticker.cancel()
        for slug, outcome in zip(pages, outcomes):
            if isinstance(outcome, RenderError):
                async with self.lock:
                    self.failed.append(slug)
            elif isinstance(outcome, BaseException):
                raise outcome
            else:
                await self.done.put(outcome)

    async def tick(self) -> None:
        while True:
            await asyncio.sleep(0.01)


async def amain() -> Site:
    site = Site()
    await site.build({"a": "one", "b": "", "c": "three"})
    return site


def main() -> None:
    site = asyncio.run(amain())
    assert site.failed == ["b"] and site.done.qsize() == 2
    print(site.failed)


if __name__ == "__main__":
    main()
