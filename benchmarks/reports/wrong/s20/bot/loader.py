"""Plugins are single files in a folder that is not on sys.path."""
from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


class PluginManager:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plugins: dict[str, ModuleType] = {}

    def load(self, path: Path) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"botplugin_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        import sys

        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    def load_all(self) -> None:
        for path in sorted(self.folder.glob("*.py")):
            self.plugins[path.stem] = self.load(path)

    def find(self, command: str) -> ModuleType:
        for plugin in self.plugins.values():
            if command in plugin.commands:
                return plugin
        raise LookupError(command)
