from __future__ import annotations

from .events import Event


class Storage:
    def __init__(self) -> None:
        self._events: list[Event] = []

    def add(self, event: Event) -> None:
        self._events.append(event)

    def first(self) -> str:
        return min(self._events).description

    def __len__(self) -> int:
        return len(self._events)
