"""Where the settings come from: the command line, pyproject.toml, and the ``[flake8]`` section of flake8's own files.

``[tool.flake8_mp]`` of the nearest pyproject.toml that has it, and ``[flake8]`` of the nearest ``setup.cfg``,
``tox.ini`` or ``.flake8`` that has it, both looked for from a file's folder upwards. Key by key the command line wins,
then the nearer file, then ``[flake8]``. In ``[flake8]`` the keys that only we know carry ``mp-`` before their names,
and what its other keys say of other linters' codes is not ours.

Where ``target-version`` is not set, it is what ``requires-python`` of the nearest pyproject.toml admits; and where
``start-methods`` is not set, they are the defaults of those Pythons on the ``platforms``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from flake8_mp.pythons import PLATFORM_NAMES, Version, default_start_methods, spoken, supported
from flake8_mp.reading import LARGEST_CONFIGURATION, NotRegularError, read_regular
from flake8_mp.settings import ALL, PLATFORMS, SEVERITIES, Settings, SettingsError, check_codes, did_you_mean

TABLE = "flake8_mp"
"""The table of pyproject.toml that is read: ``[tool.flake8_mp]``."""

DEFAULT_EXCLUDE = (
    *(".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d", ".pyenv"),
    *(".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", "CVS", "__pycache__", "__pypackages__"),
    *("_build", "buck-out", "build", "dist", "node_modules", "site-packages", "venv", "*.egg"),
)
"""What is left out unless ``exclude`` says otherwise: other people's code, copies and caches."""

FORMATS = (
    *("full", "concise", "grouped", "json", "json-lines", "github", "gitlab", "azure", "sarif", "junit", "rdjson"),
    "pylint",
)
"""The formats of the output; a test compares them with the modules in ``frontends/formats``."""


@dataclass(frozen=True)
class Choices:
    """What the user has chosen besides what is reported: which files, how grave, in which format."""

    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    severity: tuple[tuple[str, str], ...] = ()
    """Codes or prefixes of codes, each with one of :data:`flake8_mp.settings.SEVERITIES`."""
    fail_on: str = "info"
    """The least grave finding that makes the command fail."""
    output_format: str = "full"
    docs_url: str = ""
    """Where the pages of the rules are; empty where it is not set."""
    fixable: frozenset[str] | None = None
    """Codes or prefixes of codes whose findings may be fixed; None for all."""
    extend_fixable: frozenset[str] = frozenset()
    """More of them."""
    unfixable: frozenset[str] = frozenset()
    """Those whose findings must not be fixed; of two that fit the longer one counts."""
    unsafe_fixes: bool = False
    """Whether fixes are applied, and marked as such, that may change what else the program does."""

    def severity_of(self, code: str, usual: str) -> str:
        """Return how grave a code is: what the longest prefix in ``severity`` says, or what is usual."""
        stated = [(len(prefix), severity) for prefix, severity in self.severity if code.startswith(prefix)]
        return max(stated)[1] if stated else usual

    @property
    def excluded(self) -> tuple[str, ...]:
        """All patterns of files and folders that are left out."""
        return self.exclude + self.extend_exclude

    @property
    def excluded_by_the_user(self) -> tuple[str, ...]:
        """The patterns that the user has written down; flake8 has its own idea of what is usual."""
        return (() if self.exclude is DEFAULT_EXCLUDE else self.exclude) + self.extend_exclude


@dataclass(frozen=True)
class Configuration:
    """The settings and choices that hold for the files of a folder, and where each key came from."""

    settings: Settings
    choices: Choices
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    """By key, the file or ``command line``; keys that keep their defaults are missing."""

    @property
    def names_start_methods(self) -> bool:
        """Whether the user has said which start methods there are, so that it does not follow from the Pythons."""
        return not self.origins.get("start-methods", _DEFAULTS).startswith(_DEFAULTS)


@dataclass(frozen=True)
class Layer:
    """What one place says: checked values by field, and for each the words that say where it was.

    ``newest_version``, which only requires-python says, belongs to no key.
    """

    values: Mapping[str, Any]
    origins: Mapping[str, str]


def read_configuration(given: Mapping[str, object], folder: str | None = None) -> Configuration:
    """Bring together what flake8 and pyproject.toml say, for the plugin.

    ``given`` is what flake8's command line or configuration says, by key (``start-methods``, ``enable``,
    ``target-version``), with None where it says nothing. ``folder`` is where the search for a pyproject.toml
    starts; None reads no such file. A key that stands in both is taken from ``given``.

    Raises :class:`SettingsError`: one line that names the option, or the file and the key. A pyproject.toml that cannot
    be read is passed over: it may be anybody's, in a folder far above, and must not end the run of flake8.
    """
    layers = [_layer({key: value for key, value in given.items() if value is not None}, "flake8 option mp-", ".")]
    if folder is not None:
        layers += _nearest(folder)
    return merge(layers)


def merge(layers: Iterable[Layer]) -> Configuration:
    """Bring layers together, the strongest first."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.values.items():
            if name not in values:
                values[name] = value
                origins[name.replace("_", "-")] = layer.origins[name]
    newest = values.pop(_NEWEST, None)
    origins.pop(_NEWEST.replace("_", "-"), None)
    if "start_methods" not in values and (newest or values.keys() & {"target_version", "platforms"}):
        oldest, platforms = values.get("target_version"), values.get("platforms", frozenset(PLATFORMS))
        newest = None if newest is not None and oldest is not None and newest < oldest else newest
        values["start_methods"] = default_start_methods(platforms, oldest, newest)
        origins["start-methods"] = _defaults_of(platforms, oldest, newest)
    ours = {each.name for each in fields(Settings)}
    return Configuration(
        Settings(**{name: value for name, value in values.items() if name in ours}),
        Choices(**{name: value for name, value in values.items() if name not in ours}),
        origins,
    )


_NEWEST = "newest_version"
_DEFAULTS = "defaults of Python"


def _defaults_of(platforms: frozenset[str], oldest: Version | None, newest: Version | None) -> str:
    """Return words for the default start methods of some Pythons on some systems."""
    systems = ", ".join(PLATFORM_NAMES[platform] for platform in PLATFORMS if platform in platforms)
    if oldest is not None:
        until = " and later" if newest is None else f" to {spoken(newest)}" if newest != oldest else ""
        return f"{_DEFAULTS} {spoken(oldest)}{until} on {systems}"
    return f"{_DEFAULTS}{f' up to {spoken(newest)}' if newest is not None else ''} on {systems}"


class Configurations:
    """The configuration of each folder, found once.

    ``given`` is what the options of the command line say, by key, and ``overrides`` what ``--config`` sets, which
    counts less. ``file`` is the only file that is read, where it is named; ``isolated`` reads none. ``folder`` is what
    patterns in ``given`` are relative to, and ``where`` begins each complaint about it. Raises :class:`SettingsError`
    for a value, or for the file, that cannot be used.
    """

    def __init__(
        self,
        given: Mapping[str, object],
        *,
        file: str | None = None,
        isolated: bool = False,
        overrides: Mapping[str, object] | None = None,
        folder: str = ".",
        where: str = "--",
    ) -> None:
        stated = {key: value for key, value in given.items() if value is not None}
        self._given = [
            _layer(stated, where, folder, shown="command line"),
            _layer(overrides or {}, "--config: ", ".", shown="command line"),
        ]
        self._only = list(self._given) if file is not None or isolated else None
        if file is not None and self._only is not None:
            self._only.append(_read_named(file))
        self._found: dict[str, _Around] = {}
        self._merged: dict[tuple[int, ...], Configuration] = {}
        self._alone: Configuration | None = None

    @property
    def files(self) -> list[str]:
        """The configuration files that were used so far."""
        layers = [layer for found in self._found.values() for each in found if each is not None for layer in each[1:]]
        return sorted({origin.partition(": ")[0] for layer in layers for origin in layer.origins.values()})

    def of(self, folder: str) -> Configuration:
        """Return the configuration of the files in a folder, given by its absolute path.

        Raises :class:`SettingsError` for a configuration file that cannot be used.
        """
        if self._only is not None:
            if self._alone is None:
                self._alone = merge(self._only)
            return self._alone
        *stated, required = self._around(folder)
        found = [each for each in stated if each is not None]
        # The nearer one first; of two in one folder [flake8], which is what flake8 itself goes by.
        layers = [layer for _, layer in sorted(found, key=lambda each: -len(each[0]))]
        layers += [] if required is None else [required[1]]
        key = tuple(map(id, layers))
        if key not in self._merged:
            self._merged[key] = merge([*self._given, *layers])
        return self._merged[key]

    def _around(self, folder: str) -> _Around:
        """Return the nearest ``[flake8]`` section, table and ``requires-python``, each with its folder."""
        # Folders that are still to be looked at are kept in a list and not on Python's stack: people nest deeply.
        waiting: list[tuple[str, tuple[Layer | None, ...]]] = []
        further: _Around = (None, None, None)
        at = folder
        while at not in self._found:
            here: tuple[Layer | None, ...] = (_flake8_section(at), *_in_pyproject(at))
            waiting.append((at, here))
            above = os.path.dirname(at)
            if above == at or None not in here:
                break
            at = above
        else:
            further = self._found[at]
        while waiting:
            at, here = waiting.pop()
            further = tuple((at, layer) if layer is not None else far for layer, far in zip(here, further, strict=True))
            self._found[at] = further
        return further


_Around = tuple[tuple[str, Layer] | None, ...]
"""What was found around a folder, each with the folder in which it lies."""


def _nearest(folder: str) -> list[Layer]:
    """Return the nearest table and the nearest ``requires-python``, each file read once."""
    table: Layer | None = None
    required: Layer | None = None
    above = os.path.abspath(folder)
    while table is None or required is None:
        try:
            here = _in_pyproject(above, lenient=True)
        except SettingsError:
            if table is None:
                raise
            here = None, None  # what is wrong with a table counts where the table is asked for
        table, required = table or here[0], required or here[1]
        if above == (above := os.path.dirname(above)):
            break
    return [layer for layer in (table, required) if layer is not None]


def _read_named(file: str) -> Layer:
    """Read the one file that the command line names."""
    path = os.path.abspath(file)
    if path.endswith(".toml"):
        layer, required = _read_pyproject(path, must=True)
        if layer is not None and required is not None:
            layer = Layer({**required.values, **layer.values}, {**required.origins, **layer.origins})
    else:
        layer = _section_of(path, must=True)
    if layer is None:
        part = f"table [tool.{TABLE}]" if path.endswith(".toml") else "section [flake8]"
        raise SettingsError(f"{file}: there is no {part} in it")
    return layer


# What a value has to be, by key


def _layer(values: Mapping[str, object], where: str, folder: str, shown: str = "") -> Layer:
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


# pyproject.toml


_Pair = tuple[Layer | None, Layer | None]
"""What a pyproject.toml says in our table, and what its ``requires-python`` says."""


def _in_pyproject(folder: str, lenient: bool = False) -> _Pair:
    return _read_pyproject(os.path.join(folder, "pyproject.toml"), lenient=lenient)


def _read_pyproject(path: str, must: bool = False, lenient: bool = False) -> _Pair:
    """Read our table of a pyproject.toml, and its ``requires-python``; None for what is not there.

    A file that says neither is not parsed: other people's mistakes in it are theirs, and tomllib costs
    milliseconds in every process of flake8. What is no text at all, or has no room for our table, is reported
    nevertheless, since nobody could find us there.

    Raises :class:`SettingsError` for a file that is there and cannot be used, and with ``must`` also for one that is
    not there. With ``lenient`` a file that cannot be read counts as missing, unless it is ours to judge.
    """
    try:
        text = _text(path, must)
    except SettingsError as error:
        if not lenient or (isinstance(error, _NotText) and error.mentions_plugin):
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
    return _layer(table, f"{path}: [tool.{TABLE}] ", os.path.dirname(path), shown=path)


def _requirement_in(document: Mapping[str, Any], path: str) -> Layer | None:
    """Return what ``requires-python`` says; whatever is wrong with it is a matter for build tools."""
    project = document.get("project")
    stated = project.get("requires-python") if isinstance(project, dict) else None
    if not isinstance(stated, str):
        return None
    found = {
        name: version
        for name, version in zip(("target_version", _NEWEST), supported(stated), strict=True)
        if version is not None
    }
    return Layer(found, dict.fromkeys(found, f"{path}: requires-python")) if found else None


def _text(path: str, must: bool = False) -> str | None:
    try:
        return read_regular(path, LARGEST_CONFIGURATION).decode("utf-8-sig")
    except OSError as error:
        if must or not isinstance(error, (FileNotFoundError, NotADirectoryError, NotRegularError)):
            raise SettingsError(f"{path}: it cannot be read: {error.strerror}") from None
        return None  # a folder or a pipe with the name of a configuration file is none
    except UnicodeDecodeError as error:
        raise _NotText(f"{path}: it cannot be read: {error}", TABLE.encode() in error.object) from None


class _NotText(SettingsError):
    """A file is not text; ``mentions_plugin`` says whether our table stands in it all the same."""

    def __init__(self, words: str, mentions_plugin: bool) -> None:
        super().__init__(words)
        self.mentions_plugin = mentions_plugin


# flake8's own files

_OURS = {f"mp-{key}": key for key in ("start-methods", "enable", "target-version", "platforms", "severity", "fail-on")}
_SHARED = ("select", "extend-select", "ignore", "extend-ignore", "per-file-ignores", "exclude", "extend-exclude")


FLAKE8_FILES = ("setup.cfg", "tox.ini", ".flake8")
"""Where a ``[flake8]`` section is looked for, in this order."""


def _flake8_section(folder: str) -> Layer | None:
    for name in FLAKE8_FILES:
        if (layer := _section_of(os.path.join(folder, name))) is not None:
            return layer
    return None


def _section_of(path: str, must: bool = False) -> Layer | None:
    """Read the ``[flake8]`` section of a file as flake8 does; None where there is no such file or section.

    Source: ``flake8/options/config.py`` and ``flake8/utils.py`` of flake8 7.
    """
    try:
        text = _text(path, must)
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
    return _layer(values, f"{path}: [flake8] ", os.path.dirname(path), shown=path)


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
