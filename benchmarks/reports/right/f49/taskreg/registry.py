from __future__ import annotations

import threading
from contextlib import contextmanager
from multiprocessing.managers import BaseManager
from typing import Any, Iterator

from .config import AppConfig


class JobRegistry:
    """Lives in the manager process, which serves each client in a thread."""

    def __init__(self, config: AppConfig) -> None:
        self._config = config
        self._overrides = dict(config.overrides)
        self._lookups = 0
        self._lock = threading.Lock()

    def interval(self, name: str) -> float:
        with self._lock:
            self._lookups += 1
            return self._overrides.get(name, self._config.default_interval)

    def override(self, name: str, value: float) -> None:
        with self._lock:
            self._overrides[name] = value

    def lookups(self) -> int:
        with self._lock:
            return self._lookups

    def rows(self) -> list[tuple[str, float]]:
        with self._lock:
            return sorted(self._overrides.items())


class RegistryManager(BaseManager):
    pass


RegistryManager.register("Registry", JobRegistry)


@contextmanager
def connect_registry(config: AppConfig) -> Iterator[Any]:
    manager = RegistryManager(authkey=b"registry")
    manager.start()
    try:
        yield manager.Registry(config)
    finally:
        manager.shutdown()
