from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from types import ModuleType
from typing import Any, Callable

log = logging.getLogger(__name__)
Transform = Callable[[dict[str, Any]], dict[str, Any]]


class PluginManager:
    """Loads every *.py file of a folder and collects its public transforms."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._transforms: dict[str, Transform] = {}

    def _load(self, path: Path) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"etl_plugin_{path.stem}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def discover(self) -> None:
        for path in sorted(self.folder.glob("*.py")):
            module = self._load(path)
            for name in getattr(module, "__all__", ()):
                self._transforms[name] = getattr(module, name)
                log.debug("transform %s from %s", name, path)

    def get(self, name: str) -> Transform:
        return self._transforms[name]
