"""The keys of a configuration: what their values have to be, and what becomes of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flake8_mp.configuration.choices import FORMATS
from flake8_mp.settings import ALL, SEVERITIES, Settings, SettingsError, check_codes, did_you_mean


@dataclass(frozen=True)
class Layer:
    """What one place says: checked values by field, and for each the words that say where it was.

    ``newest_version``, which only requires-python says, belongs to no key.
    """

    values: Mapping[str, Any]
    origins: Mapping[str, str]


NEWEST = "newest_version"
"""What ``requires-python`` excludes from here on, which no key says."""


def layer_of(values: Mapping[str, object], where: str, folder: str, shown: str = "") -> Layer:
    """Turn keys and values into fields, each checked alone; ``where`` begins each complaint.

    ``folder`` is what patterns are relative to, ``shown`` what is said of where a value was.
    """
    made: dict[str, Any] = {}
    for key, value in values.items():
        if key not in KEYS:
            raise SettingsError(
                f"{where}{key}: there is no such key{did_you_mean(key, KEYS) or '; the keys are ' + ', '.join(KEYS)}"
            )
        name = key.replace("-", "_")
        try:
            made[name] = KEYS[key](key, value, folder)
            if name in Settings.__dataclass_fields__:
                Settings(**{name: made[name]})
        except SettingsError as error:
            raise SettingsError(f"{where}{error}") from None
    return Layer(made, dict.fromkeys(made, shown or where))


def _strings(key: str, value: object, folder: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise SettingsError(f"{key}: write a list of strings, not {value!r}")
    return value


def _words(key: str, value: object, folder: str) -> frozenset[str]:
    return frozenset(_strings(key, value, folder))


def _codes(key: str, value: object, folder: str) -> frozenset[str]:
    """Take codes and beginnings of codes, each of which belongs to a rule: a file in ``rules/`` is one."""
    codes = frozenset(code.upper() for code in _words(key, value, folder))
    if not codes:
        return codes
    known = known_codes()
    if EVERYTHING in codes:
        # Plain MP asks for this linter, and not for what is off by default; to ignore it is to ignore all.
        every = {code[: len(ALL) + 1] for code in known} if key in _ASKING else {ALL}
        codes = (codes - {EVERYTHING}) | every
    for code in sorted(codes):
        check_codes(key, [code], _meant(code, known))
        if not any(rule.startswith(code) for rule in known):
            raise SettingsError(f"{key}: {code!r} matches no rule; `flake8-mp rules` lists them")
    return codes


EVERYTHING = "ALL"
"""Asks for every rule, also for those that are off by default."""
_ASKING = ("select", "extend-select", "enable")


def _meant(word: str, known: Sequence[str]) -> str:
    """Return the end of a complaint about what is no code: the one that is meant, or that of a rule with this name."""
    import flake8_mp.rules as package

    letters, digits = word.rstrip("0123456789"), word[len(word.rstrip("0123456789")) :]
    # Codes of other linters look like ours.
    if digits and set(letters) <= set(ALL) and (near := next((code for code in known if code == ALL + digits), "")):
        return f"; did you mean {near}?"
    stem = word.lower().replace("-", "_")
    for file in os.listdir(os.path.dirname(package.__file__ or "")):
        if file[:2] == "mp" and file[6:].removesuffix(".py") == stem:
            return f"; write {file[:5].upper()}"
    return ""


def known_codes() -> list[str]:
    """Return every code, without importing the rules: a file in ``rules/`` is one; and those that are none."""
    import flake8_mp.rules as package
    from flake8_mp.rule import NON_RULES

    folder = os.path.dirname(package.__file__ or "")
    names = sorted(name for name in os.listdir(folder) if re.fullmatch(r"mp[0-9]{3}_\w+\.py", name))
    return [*NON_RULES, *(name[:5].upper() for name in names)]


def _patterns(key: str, value: object, folder: str) -> tuple[str, ...]:
    return tuple(absolute(pattern, folder) for pattern in _strings(key, value, folder))


def absolute(pattern: str, folder: str) -> str:
    """Make a pattern with a slash absolute, as flake8 does: it is meant from the folder of its file."""
    from flake8_mp.paths import is_path

    pattern = pattern.strip()
    if not is_path(pattern):
        return pattern
    return os.path.abspath(os.path.join(folder, pattern)).rstrip("/")


def _per_file(key: str, value: object, folder: str) -> tuple[tuple[str, frozenset[str]], ...]:
    if not isinstance(value, dict):
        raise SettingsError(f'{key}: write a table like {{ "tests/*" = ["MP101"] }}, not {value!r}')
    return tuple((absolute(pattern, folder), _codes(key, codes, folder)) for pattern, codes in value.items())


def _severities(key: str, value: object, folder: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise SettingsError(f'{key}: write a table like {{ MP301 = "warning" }}, not {value!r}')
    _codes(key, list(value), folder)
    return tuple((code, _one_of(SEVERITIES)(f"{key}: {code}", severity, folder)) for code, severity in value.items())


def _one_of(known: Sequence[str]) -> Callable[[str, object, str], str]:
    def convert(key: str, value: object, folder: str) -> str:
        if not isinstance(value, str) or value not in known:
            near = did_you_mean(value, known) if isinstance(value, str) else ""
            raise SettingsError(f"{key}: {value!r} is not one of {', '.join(known)}{near}")
        return value

    return convert


def _flag(key: str, value: object, folder: str) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{key}: write true or false, not {value!r}")
    return value


def _address(key: str, value: object, folder: str) -> str:
    if not isinstance(value, str) or not value.isprintable() or (value and re.match(r"[a-z]+://\S+\Z", value) is None):
        raise SettingsError(f"{key}: {value!r} is not an address; write one like 'https://docs.example.org'")
    return value


def _version(key: str, value: object, folder: str) -> tuple[int, int]:
    # `py312` is how ruff and black write it.
    match = re.fullmatch(r"(?:3\.|py3)([0-9]{1,2})", value) if isinstance(value, str) else None
    if match is None:
        raise SettingsError(f"{key}: {value!r} is not a version of Python; write a string like '3.12'")
    return 3, int(match[1])


KEYS: dict[str, Callable[[str, object, str], object]] = {
    "start-methods": _words,
    "enable": _codes,
    "target-version": _version,
    "platforms": _words,
    "select": _codes,
    "extend-select": _codes,
    "ignore": _codes,
    "extend-ignore": _codes,
    "per-file-ignores": _per_file,
    "extend-per-file-ignores": _per_file,
    "exclude": _patterns,
    "extend-exclude": _patterns,
    "force-exclude": _flag,
    "respect-gitignore": _flag,
    "severity": _severities,
    "fail-on": _one_of(SEVERITIES),
    "output-format": _one_of(FORMATS),
    "docs-url": _address,
    "fixable": _codes,
    "extend-fixable": _codes,
    "unfixable": _codes,
    "unsafe-fixes": _flag,
}
"""The keys of ``[tool.flake8_mp]``, and what turns their values into fields of the same name."""
