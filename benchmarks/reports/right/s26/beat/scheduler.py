from __future__ import annotations

import importlib
import logging
from concurrent.futures import ProcessPoolExecutor

from .registry import TASKS, execute
from .settings import Settings

log = logging.getLogger(__name__)


def load_plugins(names: list[str]) -> None:
    for name in names:
        importlib.import_module(name)


class Scheduler:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def enable_plugins(self) -> None:
        load_plugins(self.settings.plugins)
        log.info("tasks: %s", ", ".join(sorted(TASKS)))

    def run_due(self, names: list[str]) -> list[str]:
        failed = []
        with ProcessPoolExecutor(
            self.settings.workers, initializer=load_plugins, initargs=(self.settings.plugins,)
        ) as executor:
            futures = {name: executor.submit(execute, name) for name in names}
            for name, future in futures.items():
                try:
                    log.info("%s: %s", name, future.result())
                except KeyError as error:
                    log.error("received unregistered task %s", error)
                    failed.append(name)
        return failed
