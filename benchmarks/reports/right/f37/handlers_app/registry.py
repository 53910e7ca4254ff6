from __future__ import annotations

from typing import Any, Callable, Iterator, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
_handlers: dict[str, Callable[..., Any]] = {}


def handler(name: str) -> Callable[[F], F]:
    def register(fn: F) -> F:
        if name in _handlers and _handlers[name].__qualname__ != fn.__qualname__:
            raise ValueError(f"duplicate handler {name}")
        _handlers[name] = fn
        return fn

    return register


def lookup(name: str) -> Callable[..., Any]:
    return _handlers[name]


def names() -> Iterator[str]:
    yield from _handlers
