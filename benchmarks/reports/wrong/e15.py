"""Multi-tenant report endpoint: the tenant travels in a context variable."""
from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator

current_tenant: contextvars.ContextVar[str] = contextvars.ContextVar("tenant", default="public")


@contextmanager
def tenant_scope(name: str) -> Iterator[None]:
    token = current_tenant.set(name)
    try:
        yield
    finally:
        current_tenant.reset(token)


@dataclass(frozen=True)
class Sale:
    tenant: str
    amount: int


class SaleStore:
    def __init__(self, sales: list[Sale]) -> None:
        self._sales = sales

    def all(self) -> list[Sale]:
        tenant = current_tenant.get()
        return [s for s in self._sales if s.tenant == tenant]


class ReportService:
    def __init__(self, store: SaleStore, threads: int = 4) -> None:
        self.store = store
        self._executor = ThreadPoolExecutor(threads)

    def _total(self) -> int:
        return sum(s.amount for s in self.store.all())

    async def total(self) -> int:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._total)

    def close(self) -> None:
        self._executor.shutdown()


async def handle(service: ReportService, tenant: str) -> tuple[str, int]:
    with tenant_scope(tenant):
        return tenant, await service.total()


async def serve() -> dict[str, int]:
    sales = [Sale(t, a) for t in ("acme", "globex", "initech") for a in (10, 20, 30)]
    service = ReportService(SaleStore(sales))
    try:
        return dict(await asyncio.gather(*(handle(service, t) for t in ("acme", "globex", "initech"))))
    finally:
        service.close()


def main() -> None:
    print(asyncio.run(serve()))


if __name__ == "__main__":
    main()
