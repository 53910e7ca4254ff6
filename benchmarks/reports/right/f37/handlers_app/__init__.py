"""Importing the package imports all handlers, in every process."""
import importlib
import pkgutil

from . import handlers as _handlers

for _info in pkgutil.iter_modules(_handlers.__path__):
    importlib.import_module(f"{_handlers.__name__}.{_info.name}")
