"""Tenant context carried into threads on purpose, and as plain data into processes."""
from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Callable, Iterator, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
current_tenant: contextvars.ContextVar[str] = contextvars.ContextVar("tenant", default="public")


@contextmanager
def tenant_scope(name: str) -> Iterator[None]:
    token = current_tenant.set(name)
    try:
        yield
    finally:
        current_tenant.reset(token)


SALES = {"acme": [10, 20], "globex": [5], "initech": [1, 2, 3]}


def total() -> int:
    return sum(SALES.get(current_tenant.get(), []))


def total_for(tenant: str) -> int:
    with tenant_scope(tenant):
        return total()


class Gateway:
    def __init__(self, threads: Executor, processes: Executor) -> None:
        self._threads = threads
        self._processes = processes

    async def in_thread(self, fn: Callable[P, R], *args: P.args, **kw: P.kwargs) -> R:
        ctx = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(ctx.run, fn, *args, **kw))

    async def in_process(self) -> int:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._processes, total_for, current_tenant.get())


async def handle(gateway: Gateway, tenant: str) -> tuple[str, int, int]:
    with tenant_scope(tenant):
        return tenant, await gateway.in_thread(total), await gateway.in_process()


async def serve() -> list[tuple[str, int, int]]:
    with ProcessPoolExecutor(2) as processes, ThreadPoolExecutor(2) as threads:
        gateway = Gateway(threads, processes)
        return await asyncio.gather(*(handle(gateway, t) for t in SALES))


def main() -> None:
    rows = asyncio.run(serve())
    assert rows == [("acme", 30, 30), ("globex", 5, 5), ("initech", 6, 6)], rows
    print(rows)


if __name__ == "__main__":
    main()
