from __future__ import annotations

from typing import Callable

_converters: dict[str, Callable[[str], object]] = {}


def register(name: str):
    def decorate(function):
        _converters[name] = function
        return function

    return decorate


def find(name: str) -> Callable[[str], object]:
    return _converters[name]
