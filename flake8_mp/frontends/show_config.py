"""``--show-config``: every key with the value that holds and where it came from, as a table of pyproject.toml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flake8_mp.configuration import KEYS, TABLE, Configuration
from flake8_mp.settings import PLATFORMS, START_METHODS


def lines(configuration: Configuration) -> Iterator[str]:
    """Yield the lines, a table of pyproject.toml: each value as it could stand there, its origin as a comment."""
    yield f"[tool.{TABLE}]"
    for key in KEYS:
        name = key.replace("-", "_")
        owner = configuration.settings if hasattr(configuration.settings, name) else configuration.choices
        value = getattr(owner, name)
        if value is None:
            yield f"# {key} is not set"
        else:
            written = _table(value) if key in _TABLES else _toml(value)
            yield f"{key} = {written}  # {configuration.origins.get(key, 'default')}"


_TABLES = ("per-file-ignores", "extend-per-file-ignores", "severity")


def _table(pairs: Any) -> str:
    return "{ " + ", ".join(f"{_quoted(left)} = {_toml(right)}" for left, right in pairs) + " }" if pairs else "{}"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, frozenset):
        order = {method: at for at, method in enumerate((*START_METHODS, *PLATFORMS))}
        return _list(sorted(value, key=lambda word: (order.get(word, 0), word)))
    if value and isinstance(value[0], int):
        return _quoted(".".join(map(str, value)))
    return _list(value)


def _list(words: Any) -> str:
    return "[" + ", ".join(map(_quoted, words)) + "]"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
