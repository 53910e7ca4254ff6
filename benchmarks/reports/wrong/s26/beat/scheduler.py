from __future__ import annotations

import importlib
import logging
from concurrent.futures import ProcessPoolExecutor

from .registry import TASKS, execute
from .settings import Settings

log = logging.getLogger(__name__)


class Scheduler:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def enable_plugins(self) -> None:
        for name in self.settings.plugins:
            importlib.import_module(name)
        log.info("tasks: %s", ", ".join(sorted(TASKS)))

    def run_due(self, names: list[str]) -> list[str]:
        failed = []
        with ProcessPoolExecutor(max_workers=self.settings.workers) as executor:
            futures = {name: executor.submit(execute, name) for name in names}
            for name, future in futures.items():
                try:
                    log.info("%s: %s", name, future.result())
                except KeyError as error:
                    log.error("received unregistered task %s", error)
                    failed.append(name)
        return failed
