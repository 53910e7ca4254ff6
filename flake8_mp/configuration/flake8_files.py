"""The ``[flake8]`` section of flake8's own configuration files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from flake8_mp.configuration.choices import DEFAULT_EXCLUDE
from flake8_mp.configuration.keys import Layer, known_codes, layer_of
from flake8_mp.configuration.texts import text_of
from flake8_mp.settings import ALL, SettingsError

_OURS = {f"mp-{key}": key for key in ("start-methods", "enable", "target-version", "platforms", "severity", "fail-on")}
_SHARED = ("select", "extend-select", "ignore", "extend-ignore", "per-file-ignores", "exclude", "extend-exclude")


FLAKE8_FILES = ("setup.cfg", "tox.ini", ".flake8")
"""Where a ``[flake8]`` section is looked for, in this order."""


def flake8_section(folder: str) -> Layer | None:
    """Return the section of the first of flake8's files in a folder that has one. Raises :class:`SettingsError`."""
    for name in FLAKE8_FILES:
        if (layer := section_of(os.path.join(folder, name))) is not None:
            return layer
    return None


def section_of(path: str, must: bool = False) -> Layer | None:
    """Read the ``[flake8]`` section of a file as flake8 does; None where there is no such file or section.

    Source: ``flake8/options/config.py`` and ``flake8/utils.py`` of flake8 7.
    """
    try:
        text = text_of(path, must)
    except SettingsError:
        if must:
            raise
        return None  # flake8 passes such files over as well
    if text is None or "[flake8" not in text:
        return None
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError) as error:
        raise SettingsError(f"{path}: it cannot be read: {' '.join(str(error).split())}") from None
    if not parser.has_section("flake8"):
        return None
    values: dict[str, object] = {}
    for written, value in parser.items("flake8"):
        key = written.replace("_", "-")
        try:
            if key in _OURS:
                values[_OURS[key]] = _ours_from_text(_OURS[key], value)
            elif key in _SHARED and (stated := _shared_from_text(key, value)) is not None:
                values[key] = stated
            elif key.startswith("mp-"):
                raise SettingsError(f"there is no such key; the keys are {', '.join(_OURS)}")
        except SettingsError as error:
            raise SettingsError(f"{path}: [flake8] {written}: {error}") from None
    return layer_of(values, f"{path}: [flake8] ", os.path.dirname(path), shown=path)


def _listed(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]


def _ours_from_text(key: str, text: str) -> object:
    if key in ("start-methods", "enable", "platforms"):
        return _listed(text)
    if key != "severity":
        return text.strip()
    pairs = [word.partition(":") for word in _listed(text)]
    if any(not colon for _, colon, _ in pairs):
        raise SettingsError("write pairs like MP301:warning")
    return {code: severity for code, _, severity in pairs}


def _shared_from_text(key: str, text: str) -> object | None:
    """Return what one of flake8's keys says to us; None where it says nothing of our codes."""
    if key in ("exclude", "extend-exclude"):
        patterns = _listed(text)
        return [*patterns, *(DEFAULT_EXCLUDE if key == "exclude" else ())]
    if key == "per-file-ignores":
        return _per_file_from_text(text) or None
    return _about_us(_listed(text)) or None


def _about_us(codes: Iterable[str]) -> list[str]:
    """Take the codes that speak of ours; ``M`` does as well, since flake8 goes by beginnings."""
    found = {ALL if ALL.startswith(code) else code for code in codes if code.startswith(ALL) or ALL.startswith(code)}
    known = known_codes() if found - {ALL} else []
    return sorted(code for code in found if code == ALL or any(rule.startswith(code) for rule in known))


def _per_file_from_text(text: str) -> dict[str, list[str]]:
    """Read ``files:codes`` pairs, separated as flake8 allows: by commas, spaces and line ends alike."""
    stated: dict[str, list[str]] = {}
    files: list[str] = []
    codes: list[str] = []
    in_codes = False
    for word in re.findall(r"[^\s:,]+|:", text):
        if word == ":":
            in_codes = True
        elif in_codes and re.fullmatch(r"[A-Z]+[0-9]*", word):
            codes.append(word)
        else:
            if in_codes:
                _note(stated, files, codes)
                files, codes, in_codes = [], [], False
            files.append(word)
    _note(stated, files, codes)
    return stated


def _note(stated: dict[str, list[str]], files: Iterable[str], codes: Iterable[str]) -> None:
    if ours := _about_us(codes):
        for file in files:
            stated.setdefault(file, []).extend(ours)
