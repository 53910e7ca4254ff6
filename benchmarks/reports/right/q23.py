"""asyncio at the front, processes at the back.

The executor is made before the loop and shut down after it: no worker is forked from
the loop's thread pool (nothing here uses the default executor), and no callback can
come for a loop that is closed.
"""
import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from functools import partial


def digest(salt, text):
    value = salt
    for ch in text:
        value = (value * 31 + ord(ch)) % 1_000_003
    if text.endswith("!"):
        raise ValueError(text)
    return value


class Gate:
    """At most `limit` digests in flight; waiting ones cost no process."""

    def __init__(self, executor, limit):
        self._executor = executor
        self._limit = asyncio.Semaphore(limit)

    async def call(self, func, *args, **kwargs):
        async with self._limit:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, partial(func, *args, **kwargs))


@asynccontextmanager
async def gated(executor):
    gate = Gate(executor, 3)
    yield gate
    async with asyncio.timeout(15):
        for _ in range(3):
            await gate._limit.acquire()  # all have come back


async def serve(executor, texts):
    async with gated(executor) as gate:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(gate.call(digest, 17, text=t)) for t in texts]
        failed = await asyncio.gather(gate.call(digest, 1, "no!"), return_exceptions=True)
    return [t.result() for t in tasks], failed


def main():
    texts = [f"page {i}" for i in range(10)]
    with ProcessPoolExecutor(2) as executor:
        got, (error,) = asyncio.run(serve(executor, texts))
    assert got == [digest(17, t) for t in texts]
    assert isinstance(error, ValueError) and error.args == ("no!",)
    print(got[:3])


if __name__ == "__main__":
    main()
