import asyncio
import os
from concurrent.futures import ProcessPoolExecutor, wait


class Offload:
    def __init__(self, executor):
        self._executor = executor
        self.shutdown = executor.shutdown

    @classmethod
    def warmed(cls, width):
        """Start the workers while this process has one thread and no loop."""
        executor = ProcessPoolExecutor(width)
        wait([executor.submit(os.getpid) for _ in range(width)])
        return cls(executor)

    async def __call__(self, func, *args):
        return await asyncio.get_running_loop().run_in_executor(self._executor, func, *args)
