from __future__ import annotations

import logging
import multiprocessing as mp
from dataclasses import dataclass, field

from .client import WarehouseClient, get_client

log = logging.getLogger(__name__)


@dataclass
class AuditReport:
    checked: int = 0
    wrong: list[str] = field(default_factory=list)


def check(job: tuple[tuple[str, int], str]) -> tuple[str, bool]:
    address, sku = job
    try:
        name, number = get_client(address).count(sku)
    except (OSError, ValueError):
        return sku, False
    return sku, name == sku and number == int(sku[3:]) * 3 % 97


class Audit:
    def __init__(self, address: tuple[str, int], workers: int) -> None:
        self.address = address
        self.workers = workers

    def ping(self) -> None:
        client = WarehouseClient(self.address)
        name, _ = client.count("SKU0000")
        client.close()
        log.info("warehouse answers for %s", name)

    def run(self, skus: list[str]) -> AuditReport:
        self.ping()
        report = AuditReport()
        with mp.get_context("spawn").Pool(self.workers) as pool:
            for sku, good in pool.imap_unordered(check, [(self.address, s) for s in skus]):
                report.checked += 1
                if not good:
                    report.wrong.append(sku)
        return report
