"""A service that hashes in processes and stays responsive."""

import asyncio
import functools
import hashlib
import sys
from concurrent.futures import ProcessPoolExecutor


def digest(data, rounds=1):
    for _ in range(rounds):
        data = hashlib.sha256(data).digest()
    return data.hex()[:8]


class HashService:
    def __init__(self, workers):
        self.workers = workers
        self.lock = asyncio.Lock()
        self.served = 0

    async def __aenter__(self):
        self.executor = ProcessPoolExecutor(self.workers)
        return self

    async def __aexit__(self, *exc_info):
        await asyncio.to_thread(self.executor.shutdown)

    async def handle(self, text):
        loop = asyncio.get_running_loop()
        job = functools.partial(digest, text.encode(), rounds=500)
        value = await loop.run_in_executor(self.executor, job)
        async with self.lock:
            self.served += 1
        return await loop.run_in_executor(None, lambda: f"{text}={value}")


async def serve(texts):
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    async with HashService(2) as service:
        ticker = asyncio.create_task(tick())
        lines = await asyncio.gather(*(service.handle(text) for text in texts))
        ticker.cancel()
    return lines, service.served, ticks > 0


def main():
    print(*asyncio.run(serve(["a", "b", "c"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
