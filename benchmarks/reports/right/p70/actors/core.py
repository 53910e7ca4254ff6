"""Actors: classes with handlers by message kind. An instance lives in one process."""
from __future__ import annotations

from typing import Any, Callable, ClassVar


def handles(kind: str):
    def mark(method):
        method._handles = kind
        return method

    return mark


class Actor:
    _table: ClassVar[dict[str, Callable]] = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._table = dict(cls._table)
        for value in vars(cls).values():
            if kind := getattr(value, "_handles", None):
                cls._table[kind] = value

    def bind(self, send: Callable[[str, str, Any], None]) -> None:
        """Called in the actor's process, after the instance has arrived there."""
        self.send = send

    def receive(self, kind: str, payload: Any) -> None:
        handler = self._table.get(kind)
        if handler is None:
            self.send("parent", "unhandled", (type(self).__name__, kind))
        else:
            handler(self, payload)

    def finish(self) -> Any:
        return None
