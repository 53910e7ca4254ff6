"""What the user asks for: one immutable object, whatever frontend it came from."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

START_METHODS = ("fork", "spawn", "forkserver")
"""Every start method of :mod:`multiprocessing`, in the order in which they are shown."""

TABLE = "flake8_mp"
"""The table of pyproject.toml that is read: ``[tool.flake8_mp]``."""


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the text names the key and the cause."""


@dataclass(frozen=True)
class Settings:
    """The choices that decide what is reported.

    ``start_methods`` are those that the user's programs may run under; ``enable`` holds the codes (or
    prefixes of codes) of opt-in rules that are wanted; ``target_version`` is the oldest Python that the
    code must run on, or None where it is not told.

    Raises :class:`SettingsError` where a value makes no sense.
    """

    start_methods: frozenset[str] = frozenset(START_METHODS)
    enable: frozenset[str] = frozenset()
    target_version: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        unknown = sorted(self.start_methods - set(START_METHODS))
        if unknown:
            raise SettingsError(
                f"start-methods: {unknown[0]!r} is no start method; choose from {', '.join(START_METHODS)}"
            )
        if not self.start_methods:
            raise SettingsError(f"start-methods: name at least one of {', '.join(START_METHODS)}")
        for code in sorted(self.enable):
            if re.fullmatch(r"MP[0-9]{0,3}", code) is None:
                raise SettingsError(f"enable: {code!r} is no code; write one like MP101 or a prefix like MP3")


def read_settings(given: Mapping[str, object], folder: str | None = None) -> Settings:
    """Bring together what the user has said in several places.

    ``given`` is what flake8's command line or configuration says, by key (``start-methods``, ``enable``,
    ``target-version``), with None where it says nothing. ``folder`` is where the search for a pyproject.toml
    starts: the nearest one upwards with a table ``[tool.flake8_mp]`` counts. None reads no such file. A key
    that stands in both is taken from ``given``.

    Raises :class:`SettingsError`: one line that names the option, or the file and the key.
    """
    fields: dict[str, Any] = {}
    if folder is not None and (found := _pyproject(folder)) is not None:
        path, table = found
        fields |= _fields(table, f"{path}: [tool.{TABLE}] ")
    fields |= _fields({key: value for key, value in given.items() if value is not None}, "flake8 option mp-")
    return Settings(**fields)


def _fields(values: Mapping[str, object], where: str) -> dict[str, Any]:
    """Turn keys and values into fields of Settings, each checked alone; ``where`` begins each complaint."""
    fields: dict[str, Any] = {}
    for key, value in values.items():
        if key not in _KEYS:
            raise SettingsError(f"{where}{key}: there is no such key; the keys are {', '.join(_KEYS)}")
        field, convert = _KEYS[key]
        try:
            fields[field] = convert(key, value)
            Settings(**{field: fields[field]})
        except SettingsError as error:
            raise SettingsError(f"{where}{error}") from None
    return fields


def _words(key: str, value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise SettingsError(f"{key}: write a list of strings, not {value!r}")
    return frozenset(value)


def _codes(key: str, value: object) -> frozenset[str]:
    """Take codes and beginnings of codes, each of which belongs to a rule: a file in ``rules/`` is one."""
    codes = _words(key, value)
    Settings(enable=codes)  # which complains about what is no code at all
    if codes:
        import pkgutil

        import flake8_mp.rules as package

        known = [info.name[:5].upper() for info in pkgutil.iter_modules(package.__path__)]
        for code in sorted(codes):
            if not any(rule.startswith(code) for rule in known):
                raise SettingsError(f"{key}: {code!r} matches no rule; `python -m flake8_mp.pages` lists them")
    return codes


def _version(key: str, value: object) -> tuple[int, int]:
    match = re.fullmatch(r"3\.([0-9]{1,2})", value) if isinstance(value, str) else None
    if match is None:
        raise SettingsError(f"{key}: {value!r} is no version of Python; write a string like '3.12'")
    return 3, int(match[1])


_KEYS: dict[str, tuple[str, Callable[[str, object], object]]] = {
    "start-methods": ("start_methods", _words),
    "enable": ("enable", _codes),
    "target-version": ("target_version", _version),
}


def _pyproject(folder: str) -> tuple[str, Mapping[str, object]] | None:
    """Find the nearest pyproject.toml upwards that has our table: its path and the table.

    A file that does not name us is not parsed: other people's mistakes in it are theirs, and tomllib costs
    milliseconds in every process of flake8. What is no text at all, or has no room for our table, is told
    nevertheless, since nobody could find us there.

    Raises :class:`SettingsError` for a file that is there and cannot be used.
    """
    above = os.path.abspath(folder)  # noqa: PTH100  (pathlib costs more than all else here)
    while True:
        path = os.path.join(above, "pyproject.toml")  # noqa: PTH118
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                text = file.read().decode()
        except OSError as error:
            if os.path.exists(path):  # noqa: PTH110
                raise SettingsError(f"{path}: it cannot be read: {error.strerror}") from None
            text = ""
        except UnicodeDecodeError as error:
            raise SettingsError(f"{path}: it cannot be read: {error}") from None
        if re.search(r"flake8[_-]mp|^\s*tool\s*=", text, re.MULTILINE) and (table := _table(path, text)) is not None:
            return path, table
        if above == (above := os.path.dirname(above)):  # noqa: PTH120
            return None


def _table(path: str, text: str) -> Mapping[str, object] | None:
    import tomllib

    try:
        document = tomllib.loads(text)
    except ValueError as error:
        raise SettingsError(f"{path}: it cannot be read: {' '.join(str(error).split())}") from None
    tools = document.get("tool", {})
    if not isinstance(tools, dict):
        raise SettingsError(f"{path}: tool is no table")
    if "flake8-mp" in tools:
        raise SettingsError(f"{path}: [tool.flake8-mp] is not read; name the table [tool.{TABLE}]")
    table = tools.get(TABLE)
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.{TABLE} is no table")
    return table
