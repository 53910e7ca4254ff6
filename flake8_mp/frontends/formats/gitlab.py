"""``gitlab``: a report as GitLab's documentation describes it ("Code Quality", "Code Quality report format").

Files that could not be checked have no place in it.
"""

from __future__ import annotations

from typing import Any

from flake8_mp.frontends.formats import Document
from flake8_mp.frontends.formats._text import encodable, one_line, relative, within
from flake8_mp.frontends.report import Report

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


class Gitlab(Document):
    """One array, empty where nothing was found; its fingerprints differ, since GitLab shows one finding of each."""

    def end(self) -> str:
        """Return the array."""
        import json

        used: set[str] = set()
        entries = [self._entry(report, used) for file in self.files for report in file.reports]
        return json.dumps(entries, indent=2) + "\n"

    def _entry(self, report: Report, used: set[str]) -> dict[str, Any]:
        place = report.place
        text = one_line(report)
        if place.cell is None:
            lines = {"begin": place.line, "end": place.end_line}
        else:  # a line of a cell is none of the file
            lines, text = {"begin": 1}, f"{within(place)}: {text}"
        return {
            "description": encodable(text),
            **_content(report),
            "check_name": report.code,
            "fingerprint": _unique(report, used),
            "severity": _SEVERITIES.get(report.severity, "major"),
            "location": {"path": encodable(relative(self.run, place.path)), "lines": lines},
        }


def _content(report: Report) -> dict[str, Any]:
    """Return what is said besides: that there is a fix. GitLab's format is Code Climate's, which has ``content``."""
    if report.fix is None:
        return {}
    option = "--fix" if report.fix.safe else "--fix --unsafe-fixes"
    return {"content": {"body": encodable(f"`flake8-mp check {option}` fixes it: {report.fix.title}.")}}


def _unique(report: Report, used: set[str]) -> str:
    """Return the fingerprint of a finding; of equal findings the second and later ones are numbered."""
    first = report.fingerprint or _made(report)
    found, number = first, 1
    while found in used:
        number += 1
        found = f"{first}-{number}"
    used.add(found)
    return found


def _made(report: Report) -> str:
    from hashlib import sha256

    identity = f"{report.place.path}\0{report.code}\0{report.message}"
    return sha256(encodable(identity).encode()).hexdigest()[:16]
