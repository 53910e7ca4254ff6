"""An asyncio web back end: blocking work is awaited in a process pool, results never block the loop."""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor


def render(page):
    time.sleep(0.05)
    return f"<html>{page}</html>"


class Backend:
    def __init__(self, executor):
        self.executor = executor
        self.slots = asyncio.Semaphore(2)

    async def page(self, name):
        async with self.slots:
            loop = asyncio.get_running_loop()
            return await asyncio.wait_for(loop.run_in_executor(self.executor, render, name), timeout=20)


async def serve(executor):
    backend = Backend(executor)
    tasks = [asyncio.create_task(backend.page(f"p{n}")) for n in range(4)]
    done, _ = await asyncio.wait(tasks)
    return sorted(task.result() for task in done)


def main():
    with ProcessPoolExecutor(max_workers=2) as executor:
        print(asyncio.run(serve(executor)))


if __name__ == "__main__":
    main()
