import asyncio
import contextlib
import functools
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from crawler import Crawler
from fake_web import site
from parse import prepare


class ParserPool(contextlib.AbstractAsyncContextManager):
    """An executor that is shut down off the event loop."""

    def __init__(self, workers, stop_words):
        self._make = functools.partial(
            ProcessPoolExecutor,
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=prepare,
            initargs=(tuple(stop_words),),
        )
        self.executor = None

    async def __aenter__(self):
        self.executor = self._make()
        return self.executor

    async def __aexit__(self, *exc):
        await asyncio.to_thread(self.executor.shutdown, cancel_futures=True)


async def main():
    async with ParserPool(2, ["berry"]) as executor, site() as port:
        crawler = Crawler(port, executor)
        words = await asyncio.wait_for(crawler.crawl(), 15)
    assert words == {"home": 20, "apple": 30, "cherry": 5}, words
    assert sorted(crawler.pages) == ["/", "/a", "/b", "/c"]
    assert crawler.missing == ["/missing"]
    return len(crawler.pages)


if __name__ == "__main__":
    print("pages", asyncio.run(main()))
