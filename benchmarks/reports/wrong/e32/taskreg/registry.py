from __future__ import annotations

from contextlib import contextmanager
from multiprocessing.managers import BaseManager
from typing import Any, Iterator

from taskreg.config import AppConfig


class JobRegistry:
    def __init__(self, config: AppConfig) -> None:
        self._config = config
        self.lookups = 0

    def interval(self, name: str) -> float:
        self.lookups += 1
        return self._config.overrides.get(name, self._config.default_interval)


class RegistryManager(BaseManager):
    pass


@contextmanager
def connect_registry(config: AppConfig) -> Iterator[Any]:
    """One registry object in a manager process; yields a proxy for it."""
    RegistryManager.register("registry", callable=lambda: JobRegistry(config))
    manager = RegistryManager()
    manager.start()
    try:
        yield manager.registry()
    finally:
        manager.shutdown()
