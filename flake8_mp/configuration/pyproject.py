"""What a pyproject.toml says: in our table, and as the Pythons that a project supports."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from flake8_mp.configuration.choices import TABLE
from flake8_mp.configuration.keys import NEWEST, Layer, layer_of
from flake8_mp.configuration.texts import NotTextError, text_of
from flake8_mp.pythons import supported
from flake8_mp.settings import SettingsError

_Pair = tuple[Layer | None, Layer | None]
"""What a pyproject.toml says in our table, and what its ``requires-python`` says."""


def in_pyproject(folder: str, lenient: bool = False) -> _Pair:
    """Read the pyproject.toml of a folder, as :func:`read_pyproject` does."""
    return read_pyproject(os.path.join(folder, "pyproject.toml"), lenient=lenient)


def read_pyproject(path: str, must: bool = False, lenient: bool = False) -> _Pair:
    """Read our table of a pyproject.toml, and its ``requires-python``; None for what is not there.

    A file that says neither is not parsed: other people's mistakes in it are theirs, and tomllib costs
    milliseconds in every process of flake8. What is no text at all, or has no room for our table, is reported
    nevertheless, since nobody could find us there.

    Raises :class:`SettingsError` for a file that is there and cannot be used, and with ``must`` also for one that is
    not there. With ``lenient`` a file that cannot be read counts as missing, unless it is ours to judge.
    """
    try:
        text = text_of(path, must)
    except SettingsError as error:
        if not lenient or (isinstance(error, NotTextError) and error.mentions_plugin):
            raise
        text = None
    mentions_plugin = text is not None and re.search(r"flake8[_-]mp|^\s*tool\s*=", text, re.MULTILINE) is not None
    if text is None or not (mentions_plugin or "requires-python" in text):
        return None, None
    from flake8_mp.toml import loads

    try:
        document = loads(text)
    except ValueError as error:
        if not mentions_plugin:
            return None, None
        raise SettingsError(f"{path}: it cannot be read: {' '.join(str(error).split())}") from None
    return _table_in(document, path) if mentions_plugin else None, _requirement_in(document, path)


def _table_in(document: Mapping[str, Any], path: str) -> Layer | None:
    tools = document.get("tool", {})
    if not isinstance(tools, dict):
        raise SettingsError(f"{path}: tool is not a table")
    if "flake8-mp" in tools:
        raise SettingsError(f"{path}: [tool.flake8-mp] is not read; name the table [tool.{TABLE}]")
    table = tools.get(TABLE)
    if table is None:
        return None
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.{TABLE} is not a table")
    return layer_of(table, f"{path}: [tool.{TABLE}] ", os.path.dirname(path), shown=path)


def _requirement_in(document: Mapping[str, Any], path: str) -> Layer | None:
    """Return what ``requires-python`` says; whatever is wrong with it is a matter for build tools."""
    project = document.get("project")
    stated = project.get("requires-python") if isinstance(project, dict) else None
    if not isinstance(stated, str):
        return None
    found = {
        name: version
        for name, version in zip(("target_version", NEWEST), supported(stated), strict=True)
        if version is not None
    }
    return Layer(found, dict.fromkeys(found, f"{path}: requires-python")) if found else None
