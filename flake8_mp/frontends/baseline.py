"""A baseline: the findings that are known and left for later, so that only new ones are reported.

A finding is recognised by its file and its mark, which is made of the code and the text of the line, not its number;
so a baseline survives changes elsewhere in the file. It is a JSON file that is made to be committed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from flake8_mp.files import replace_text
from flake8_mp.frontends.report import FileReport, Report
from flake8_mp.paths import below
from flake8_mp.reading import LARGEST_BASELINE, read_regular
from flake8_mp.settings import SettingsError

_FORMAT = 1


class Baseline:
    """The findings that are known, each by its file, absolute and as ``normcase`` spells it, and its mark there.

    ``asked`` are the absolute paths of the files and folders that are checked. ``met`` holds what was met again.
    """

    def __init__(self, known: Iterable[tuple[str, str]], asked: Sequence[str] = ()) -> None:
        self._known = frozenset(known)
        self._asked = [os.path.normcase(path) for path in asked]
        self.met: set[tuple[str, str]] = set()

    @classmethod
    def read(cls, path: Path, asked: Sequence[str] = ()) -> Baseline:
        """Read a baseline.

        Raises :class:`flake8_mp.settings.SettingsError` for a file that is not there or is none.
        """
        try:
            document = json.loads(read_regular(str(path), LARGEST_BASELINE))
        except OSError as error:
            raise SettingsError(f"{path}: cannot be read: {error.strerror}; --write-baseline creates one") from None
        except (ValueError, RecursionError) as error:
            raise SettingsError(f"{path}: not a baseline: {' '.join(str(error).split())}") from None
        folder = os.path.dirname(os.path.abspath(path))
        try:
            if document["flake8-mp-baseline"] != _FORMAT:
                raise SettingsError(f"{path}: a baseline of another version of flake8-mp; write it again")
            known = [
                (os.path.normcase(os.path.normpath(os.path.join(folder, str(entry["path"])))), str(entry["mark"]))
                for entry in document["findings"]
            ]
        except (KeyError, TypeError):
            raise SettingsError(f"{path}: not a baseline of flake8-mp") from None
        return cls(known, asked)

    def new(self, report: FileReport) -> FileReport:
        """Return what is in a file's report and not in the baseline."""
        file = os.path.normcase(os.path.abspath(report.path))
        keys = {each: (file, each.mark) for each in report.reports}
        self.met |= set(keys.values()) & self._known
        return replace(report, reports=tuple(each for each in report.reports if keys[each] not in self._known))

    @property
    def gone(self) -> int:
        """How many known findings were not met, of the files that were to be checked."""
        return sum(
            any(file == asked or below(file, asked) is not None for asked in self._asked)
            for file, _ in self._known - self.met
        )


def write(path: Path, reports: Sequence[Report], here: str) -> None:
    """Write a baseline of these findings, at once or not at all; their paths are relative to ``here``.

    In the file they are relative to its own folder, so that it means the same wherever somebody stands. Raises
    :class:`flake8_mp.settings.SettingsError` where it cannot be written.
    """
    folder = os.path.dirname(os.path.abspath(path))
    entries = [
        {
            "path": _relative(os.path.join(here, report.place.path), folder),
            "code": report.code,
            "message": report.message,
            "mark": report.mark,
        }
        for report in sorted(reports, key=lambda report: (report.place.path, report.place.line, report.code))
    ]
    text = json.dumps({"flake8-mp-baseline": _FORMAT, "findings": entries}, indent=1)
    try:
        replace_text(path, text + "\n")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written: {error.strerror}") from None


def _relative(path: str, folder: str) -> str:
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # another drive of Windows
        return path
