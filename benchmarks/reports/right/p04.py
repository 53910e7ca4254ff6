"""Async service whose CPU-bound part runs in a process pool."""
import asyncio
import math
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    ident: int
    upto: int


@dataclass(frozen=True)
class Reply:
    ident: int
    primes: int


def count_primes(request: Request) -> Reply:
    n = request.upto
    if n < 2:
        return Reply(request.ident, 0)
    sieve = bytearray([1]) * (n + 1)
    sieve[0:2] = b"\0\0"
    for k in range(2, math.isqrt(n) + 1):
        if sieve[k]:
            sieve[k * k :: k] = bytes(len(range(k * k, n + 1, k)))
    return Reply(request.ident, sum(sieve))


class Service:
    def __init__(self, executor, limit=4):
        self._executor = executor
        self._gate = asyncio.Semaphore(limit)
        self.served = 0

    async def handle(self, request):
        async with self._gate:
            loop = asyncio.get_running_loop()
            reply = await loop.run_in_executor(self._executor, count_primes, request)
        self.served += 1
        return reply

    async def drain(self, requests):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.handle(r)) for r in requests]
        return {t.result().ident: t.result().primes for t in tasks}


async def amain():
    ctx = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=2, mp_context=ctx) as executor:
        service = Service(executor)
        replies = await service.drain(Request(i, 10**i) for i in range(5))
    assert replies == {0: 0, 1: 4, 2: 25, 3: 168, 4: 1229}, replies
    return service.served


if __name__ == "__main__":
    print("served", asyncio.run(amain()))
