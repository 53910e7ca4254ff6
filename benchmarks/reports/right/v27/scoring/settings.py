from __future__ import annotations

from typing import Any

_values: dict[str, Any] = {"threshold": 0.5, "labels": ("no", "yes")}


def configure(**values: Any) -> None:
    unknown = set(values) - set(_values)
    if unknown:
        raise KeyError(f"unknown settings {sorted(unknown)}")
    _values.update(values)


def snapshot() -> dict[str, Any]:
    return dict(_values)


def restore(values: dict[str, Any]) -> None:
    configure(**values)


def get(name: str) -> Any:
    return _values[name]
