"""The outcomes that were observed, kept as data: never typed, only ever written by a run.

They belong to a minor version of Python, ``3.13``, and stand for all its patch releases. One of these that was run as
well and behaves otherwise has entries of its own, ``3.13.5``, where it does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flake8_mp.files import replace_text

if TYPE_CHECKING:
    from flake8_mp.selfcheck.fixture import Fixture
    from flake8_mp.selfcheck.matrix import Result

PATH = Path(__file__).with_name("outcomes.json")
"""Where outcomes are recorded."""

Outcomes = dict[str, dict[str, tuple[str, ...]]]
"""Start method, then the minor version of Python, or the full one of a patch release that differs, then the sorted
words."""
Errors = dict[str, dict[str, tuple[str, ...]]]
"""Start method, then the text of an error without what differs (``outcome.normal``), then the Pythons that gave it."""


class RecordError(ValueError):
    """The record cannot be used; the text names the file and the cause."""


def recorded(fixture: Fixture, path: Path = PATH) -> Outcomes:
    """Return the recorded outcomes of a fixture as method -> version -> words.

    Empty where there are none, and where they are of another text than the fixture has now. Raises
    :class:`RecordError` for a record that cannot be read.
    """
    entry = _read(path, _stamp(path))["fixtures"].get(fixture.key)
    if entry is None or entry["source"] != fixture.digest:
        return {}
    return _by_version(entry)


def _by_version(entry: dict[str, Any]) -> Outcomes:
    return {
        method: {version: tuple(words.split()) for words, versions in sorted(groups.items()) for version in versions}
        for method, groups in entry["outcomes"].items()
    }


def recorded_wrong(rule_stem: str, path: Path = PATH) -> list[Outcomes]:
    """Return the outcomes of each program of a rule that goes wrong, without reading the programs.

    ``rule_stem`` is the name of their folder. What was recorded for another text than a program has now is not known
    apart, which matters in a checkout only, and there to the tests. Raises :class:`RecordError` for a record that
    cannot be read.
    """
    entries = _read(path, _stamp(path))["fixtures"].items()
    return [_by_version(entry) for key, entry in entries if key.startswith(f"{rule_stem}/bad")]


def recorded_errors(fixture: Fixture, path: Path = PATH) -> Errors:
    """Return the errors that a fixture was seen to give as method -> text -> versions.

    Empty as :func:`recorded` is, and for a record that was made before errors were kept. Raises :class:`RecordError`
    for a record that cannot be read.
    """
    entry = _read(path, _stamp(path))["fixtures"].get(fixture.key)
    if entry is None or entry["source"] != fixture.digest:
        return {}
    return {
        method: {text: tuple(versions) for text, versions in texts.items()}
        for method, texts in entry.get("errors", {}).items()
    }


def is_stale(fixture: Fixture, path: Path = PATH) -> bool:
    """Return whether outcomes are recorded for another text of this fixture."""
    entry = _read(path, _stamp(path))["fixtures"].get(fixture.key)
    return entry is not None and entry["source"] != fixture.digest


def platforms(path: Path = PATH) -> dict[str, str]:
    """Return the Pythons that outcomes are recorded of, each with its full version and the platform that it ran on."""
    return dict(_read(path, _stamp(path))["pythons"])


def was_run(version: str, path: Path = PATH) -> bool:
    """Return whether this very release, ``3.13.5``, was run for the record, or another one of its minor version."""
    pythons = platforms(path)
    return version in pythons or _release(pythons.get(minor(version), "")) == version


def minor(version: str) -> str:
    """Return the minor version of a release: ``3.13`` of ``3.13.5``, and of ``3.15.0b2`` it is ``3.15``."""
    return ".".join(version.split(".")[:2])


Seen = TypeVar("Seen")


def on(version: str, by_version: Mapping[str, Seen]) -> Seen | None:
    """Return what is recorded for a release: its own entry, or that of its minor version; None where there is none."""
    return by_version.get(version, by_version.get(minor(version)))


def _release(platform: str) -> str:
    """Return the full version that a minor one was recorded on."""
    return platform.partition(",")[0]


def record(results: Iterable[Result], path: Path = PATH) -> None:
    """Write what was observed into the record, beside what other Pythons did there.

    The first release of a minor version that is recorded stands for it; what another one of them does is written where
    it differs. What was recorded for another text of a fixture is dropped, and so are fixtures that are gone. The file
    is replaced at once or not at all. Raises :class:`RecordError` for a record that cannot be read.
    """
    data = json.loads(json.dumps(_read(path, _stamp(path))))
    roots = set()
    for result in results:
        if result.outcome is None:
            continue
        fixture, python = result.task.fixture, result.task.python
        roots.add(fixture.path.parent.parent)
        entry = data["fixtures"].get(fixture.key)
        if entry is None or entry["source"] != fixture.digest:
            entry = data["fixtures"][fixture.key] = {"source": fixture.digest, "outcomes": {}}
        groups = entry["outcomes"].setdefault(result.task.method, {})
        texts = entry.setdefault("errors", {}).setdefault(result.task.method, {})
        words, of = " ".join(sorted(result.outcome.words)), minor(python.version)
        release = _release(data["pythons"].get(of, python.version))
        known = next((words for words, versions in groups.items() if of in versions), None)
        key = of if known is None or release == python.version else python.version
        _take_out(key, groups)
        _take_out(key, texts)
        if key == of:
            data["pythons"].setdefault(of, f"{python.version}, {python.platform}")
        elif words == known:
            continue
        else:
            data["pythons"][key] = python.platform
        groups.setdefault(words, []).append(key)
        for text in result.outcome.errors:
            texts.setdefault(text, []).append(key)
    for key in [key for key in data["fixtures"] if not all((root / key).exists() for root in roots)]:
        del data["fixtures"][key]
    _write(path, _tidy(data))


def _take_out(version: str, groups: dict[str, list[str]]) -> None:
    for versions in groups.values():
        if version in versions:
            versions.remove(version)


def _tidy(data: dict[str, Any]) -> dict[str, Any]:
    """Sort versions by their numbers and drop groups and Pythons that nothing is recorded of any more."""
    used: set[str] = set()
    for entry in data["fixtures"].values():
        for method, groups in entry["outcomes"].items():
            entry["outcomes"][method] = {
                words: sorted(versions, key=_numbers) for words, versions in groups.items() if versions
            }
            used.update(version for versions in groups.values() for version in versions)
        texts_of = {
            method: {text: sorted(versions, key=_numbers) for text, versions in texts.items() if versions}
            for method, texts in entry.pop("errors", {}).items()
        }
        if any(texts_of.values()):
            entry["errors"] = {method: texts for method, texts in texts_of.items() if texts}
    data["pythons"] = {version: platform for version, platform in data["pythons"].items() if version in used}
    return data


def _numbers(version: str) -> tuple[list[int], str]:
    """Order versions by their numbers, what follows them after that."""
    return [int(part) for part in version.split(".") if part.isdigit()], version


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@cache
def _read(path: Path, stamp: tuple[int, int]) -> dict[str, Any]:
    if stamp == (0, 0):
        return {"pythons": {}, "fixtures": {}}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _by_minor(data["pythons"], data["fixtures"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"{path}: not a record of outcomes: {error}") from error


def _by_minor(pythons: dict[str, str], fixtures: dict[str, Any]) -> dict[str, Any]:
    """Bring a record that names releases only, as older ones do, into the form in which minor versions stand for them.

    The first release of each minor version stands for it.
    """
    names = {version: minor(version) for version in pythons if minor(version) not in pythons}
    if len(set(names.values())) != len(names):
        raise ValueError("several releases of one minor version, and none that stands for it")
    if not names:
        return {"pythons": pythons, "fixtures": fixtures}
    for entry in fixtures.values():
        for groups in (*entry["outcomes"].values(), *entry.get("errors", {}).values()):
            for key, versions in groups.items():
                groups[key] = [names.get(version, version) for version in versions]
    for version, name in names.items():
        pythons[name] = f"{version}, {pythons.pop(version)}"
    return {"pythons": pythons, "fixtures": fixtures}


def _write(path: Path, data: dict[str, Any]) -> None:
    """Write one line for each fixture and method, and for each error, so that a change is easy to see."""
    lines = ["{", '"pythons": {']
    pythons = sorted(data["pythons"].items(), key=lambda item: _numbers(item[0]))
    lines.append(",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in pythons))
    lines += ["},", '"fixtures": {']
    entries = []
    for key, entry in sorted(data["fixtures"].items()):
        methods = ",\n".join(
            f"  {json.dumps(method)}: {json.dumps(groups, sort_keys=True)}"
            for method, groups in sorted(entry["outcomes"].items())
        )
        errors = ",\n".join(
            f"  {json.dumps(method)}: {{\n   "
            + ",\n   ".join(f"{json.dumps(text)}: {json.dumps(versions)}" for text, versions in sorted(texts.items()))
            + "}"
            for method, texts in sorted(entry.get("errors", {}).items())
        )
        stated = f', "errors": {{\n{errors}}}' if errors else ""
        entries.append(f' {json.dumps(key)}: {{"source": "{entry["source"]}", "outcomes": {{\n{methods}}}{stated}}}')
    lines += [",\n".join(entries), "}", "}"]
    text = "\n".join(line for line in lines if line) + "\n"
    json.loads(text)
    replace_text(path, text)
