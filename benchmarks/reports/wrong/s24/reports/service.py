from __future__ import annotations

import logging
import os
from concurrent.futures import ProcessPoolExecutor

from .templates import render_one

log = logging.getLogger(__name__)


class ReportService:
    def __init__(self, workers: int) -> None:
        self.executor = ProcessPoolExecutor(max_workers=workers)

    def __enter__(self) -> "ReportService":
        self.warm_up()
        return self

    def warm_up(self) -> None:
        for future in [self.executor.submit(os.getpid) for _ in range(4)]:
            log.info("worker %d is up", future.result())

    def select_tenant(self, name: str) -> None:
        os.environ["REPORT_TENANT"] = name

    def render(self, kinds: list[str]) -> list[str]:
        return list(self.executor.map(render_one, kinds))

    def __exit__(self, *exc: object) -> None:
        self.executor.shutdown()
