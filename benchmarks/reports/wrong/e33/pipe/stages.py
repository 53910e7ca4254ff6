from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable


@dataclass(frozen=True)
class Stage:
    name: str
    fn: Callable[[Any], Any]
    workers: int = 1


def parse(line: str) -> dict[str, Any]:
    name, amount, unit = line.split(";")
    return {"name": name, "amount": int(amount), "unit": int(unit)}


def price(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "total": record["amount"] * record["unit"] * 1.21}


def render(record: dict[str, Any]) -> str:
    return f"{record['name']}: {record['total']:.2f}"
