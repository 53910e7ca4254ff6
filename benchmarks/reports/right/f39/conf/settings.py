"""Process-wide settings; `snapshot` and `restore` carry them into workers."""
from __future__ import annotations

from typing import Any

_defaults: dict[str, Any] = {"currency": "EUR", "digits": 2}
_values: dict[str, Any] = dict(_defaults)


def configure(**changes: Any) -> None:
    unknown = changes.keys() - _defaults.keys()
    if unknown:
        raise KeyError(sorted(unknown))
    _values.update(changes)


def snapshot() -> dict[str, Any]:
    return dict(_values)


def restore(values: dict[str, Any]) -> None:
    _values.clear()
    _values.update(values)


def get(name: str) -> Any:
    return _values[name]
