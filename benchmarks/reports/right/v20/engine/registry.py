from __future__ import annotations

import importlib
from typing import Callable

Filter = Callable[[list[int]], list[int]]
_filters: dict[str, Filter] = {}


def register(name: str) -> Callable[[Filter], Filter]:
    def deco(func: Filter) -> Filter:
        _filters[name] = func
        return func

    return deco


def lookup(name: str) -> Filter:
    if name not in _filters:
        importlib.import_module(name)
    return _filters[name]
