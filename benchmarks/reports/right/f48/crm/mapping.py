from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable


@dataclass
class Customer:
    name: str
    country: str


@dataclass
class Value:
    kind: str
    payload: Any


@dataclass
class Session:
    items: list[Value] = field(default_factory=list)

    def add(self, value: Value) -> None:
        self.items.append(value)


class Manager:
    def __init__(self, convert: Callable[[str], Customer]) -> None:
        self._convert = convert

    def apply(self, rows: list[str]) -> list[Customer]:
        return [self._convert(row) for row in rows]
