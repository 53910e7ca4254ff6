"""Static site build: asyncio front, CPU work in a process pool."""
from __future__ import annotations

import asyncio
import html
import logging
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

logger = logging.getLogger("site")


@dataclass
class Page:
    slug: str
    body: str
    rendered: str = ""


@dataclass
class Site:
    pages: list[Page]
    outbox: asyncio.Queue = field(default_factory=asyncio.Queue)
    writer: asyncio.Task | None = None

    def render(self, page: Page) -> tuple[str, str]:
        paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in page.body.split("\n"))
        return page.slug, f"<article id={page.slug}>{paragraphs}</article>"

    async def deliver(self) -> int:
        written = 0
        while (item := await self.outbox.get()) is not None:
            slug, text = item
            logger.debug("%s: %d bytes", slug, len(text))
            written += 1
        return written

    async def build(self, workers: int = 2) -> int:
        loop = asyncio.get_running_loop()
        self.writer = asyncio.create_task(self.deliver())
        with ProcessPoolExecutor(workers) as pool:
            waiting = [loop.run_in_executor(pool, self.render, page) for page in self.pages]
            outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, tuple):
                await self.outbox.put(outcome)
        await self.outbox.put(None)
        return await self.writer


async def amain() -> None:
    async with asyncio.timeout(20):
        site = Site([Page(f"post-{n}", f"hello {n}\n<b>world</b>") for n in range(5)])
        written = await site.build()
    print(f"{written} of {len(site.pages)} pages written")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(amain())
