"""A baseline: the findings that are known and left for later, so that only new ones are reported.

A finding is recognised by its fingerprint, which holds the file, the code and the text of the line, not its number; so
a baseline survives changes elsewhere in the file. It is a JSON file that is made to be committed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from flake8_mp.files import replace_text
from flake8_mp.frontends.report import FileReport, Report
from flake8_mp.settings import SettingsError

_FORMAT = 1


class Baseline:
    """The findings that are known. ``met`` holds the fingerprints of those that were met again."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self.met: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline.

        Raises :class:`flake8_mp.settings.SettingsError` for a file that is not there or is none.
        """
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"{path}: cannot be read: {error.strerror}; --write-baseline makes one") from None
        except (ValueError, RecursionError) as error:
            raise SettingsError(f"{path}: no baseline: {' '.join(str(error).split())}") from None
        try:
            if document["flake8-mp-baseline"] != _FORMAT:
                raise SettingsError(f"{path}: a baseline of another version of flake8-mp; write it anew")
            return cls([str(entry["fingerprint"]) for entry in document["findings"]])
        except (KeyError, TypeError):
            raise SettingsError(f"{path}: no baseline of flake8-mp") from None

    def new(self, report: FileReport) -> FileReport:
        """Return what a file's report tells that is not known."""
        self.met |= {each.fingerprint for each in report.reports} & self._known
        return replace(report, reports=tuple(each for each in report.reports if each.fingerprint not in self._known))

    @property
    def gone(self) -> int:
        """How many known findings were not met."""
        return len(self._known - self.met)


def write(path: Path, reports: Sequence[Report]) -> None:
    """Write a baseline of these findings, at once or not at all.

    Raises :class:`flake8_mp.settings.SettingsError` where it cannot be written.
    """
    entries = [
        {
            "fingerprint": report.fingerprint,
            "path": report.place.path.replace("\\", "/"),
            "code": report.code,
            "message": report.message,
        }
        for report in sorted(reports, key=lambda report: (report.place, report.code))
    ]
    text = json.dumps({"flake8-mp-baseline": _FORMAT, "findings": entries}, indent=1)
    try:
        replace_text(path, text + "\n")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written: {error.strerror}") from None
