"""``json``: an array of objects, one for each finding; the names of the fields are those of ruff where it has them."""

from __future__ import annotations

import json
from typing import Any

from flake8_mp.frontends.formats import Document, Run
from flake8_mp.frontends.formats._docs import docs
from flake8_mp.frontends.formats._text import absolute, encodable, page_url
from flake8_mp.frontends.report import Place, Report, Suggestion


class Json(Document):
    """One array, empty where nothing was found. It is plain ASCII, so that no encoding of the output matters."""

    def end(self) -> str:
        """Return the array."""
        found = [entry(self.run, report) for file in self.files for report in file.reports]
        return json.dumps(found, indent=2) + "\n"


def entry(run: Run, report: Report) -> dict[str, Any]:
    """Return the object of one finding; columns are counted in characters from 1, and ends are exclusive."""
    about = docs(report.code)
    return {
        "code": report.code,
        "name": report.name,
        "message": encodable(report.message),
        "severity": report.severity,
        "methods": list(report.methods),
        **_place(run, report.place),
        "related": [{"message": encodable(words), **_place(run, place)} for place, words in report.related],
        "fingerprint": report.fingerprint,
        "help": about.instead if about else None,
        "url": page_url(run, report.code, report.name) or None,
        "fix": _fix(run, report.fix),
        "no_fix": encodable(report.no_fix) or None,
    }


def _fix(run: Run, fix: Suggestion | None) -> dict[str, Any] | None:
    """Return what fixes a finding; the edits do not overlap, and their places are those of the file as it is."""
    if fix is None:
        return None
    edits = [{"content": encodable(content), **_place(run, place)} for place, content in fix.edits]
    return {"applicability": "safe" if fix.safe else "unsafe", "message": encodable(fix.title), "edits": edits}


def _place(run: Run, place: Place) -> dict[str, Any]:
    return {
        "filename": encodable(absolute(run, place.path)),
        "cell": place.cell,
        "location": {"row": place.line, "column": place.column},
        "end_location": {"row": place.end_line, "column": place.end_column},
    }
