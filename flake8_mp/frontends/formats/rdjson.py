"""``rdjson``: the Reviewdog Diagnostic Format, as ``proto/rdf/reviewdog.proto`` in github.com/reviewdog/reviewdog says.

Files that could not be checked have no place in it.
"""

from __future__ import annotations

from typing import Any

from flake8_mp.frontends.formats import Format, Run
from flake8_mp.frontends.formats._text import encodable, one_line, relative, within
from flake8_mp.frontends.report import FileReport, Place, Suggestion
from flake8_mp.terminal import visible

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


class Rdjson(Format):
    """One DiagnosticResult. Its columns count bytes, so the diagnostics are made while the texts are at hand."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._diagnostics: list[dict[str, Any]] = []

    def file(self, report: FileReport) -> str:
        """Keep the diagnostics of a file for the end; print nothing yet."""
        for found in report.reports:
            diagnostic: dict[str, Any] = {
                "message": encodable(_placed(found.place, one_line(found))),
                "location": self._location(found.place, report),
                "severity": _SEVERITIES.get(found.severity, "ERROR"),
                "code": {"value": found.code},
            }
            if found.related:
                diagnostic["related_locations"] = [
                    {
                        "message": encodable(_placed(place, visible(words))),
                        "location": self._location(place, report),
                    }
                    for place, words in found.related
                ]
            if found.fix is not None and (suggestions := self._suggestions(found.fix, report)):
                diagnostic["suggestions"] = suggestions
            self._diagnostics.append(diagnostic)
        return ""

    def end(self) -> str:
        """Return the document."""
        import json

        result = {"source": {"name": "flake8-mp"}, "diagnostics": self._diagnostics}
        return json.dumps(result, indent=2) + "\n"

    def _suggestions(self, fix: Suggestion, report: FileReport) -> list[dict[str, Any]]:
        """Return the edits of a fix, each of them a suggestion as the format has it; none where a place is not sure."""
        found = []
        for place, content in fix.edits:
            where = self._location(place, report).get("range")
            if where is None or "column" not in where["start"]:
                return []
            found.append({"range": where, "text": encodable(content)})
        return found

    def _location(self, place: Place, report: FileReport) -> dict[str, Any]:
        location: dict[str, Any] = {"path": encodable(relative(self.run, place.path))}
        if place.cell is None:  # a line of a cell is none of the file
            start, end = _column(place.line, place.column, place, report), None
            if start is not None:
                end = _column(place.end_line, place.end_column, place, report)
            if end is None:
                start = None  # without columns the range is one of whole lines
            location["range"] = {"start": _position(place.line, start), "end": _position(place.end_line, end)}
        return location


def _placed(place: Place, text: str) -> str:
    """Begin a text with its place where that cannot be expressed otherwise."""
    return text if place.cell is None else f"{within(place)}: {text}"


def _column(line: int, column: int, place: Place, report: FileReport) -> int | None:
    """Return a column that counts the bytes of UTF-8 from 1; None where the text of the line is not at hand."""
    lines = report.lines(place)
    if not 1 <= line <= len(lines):
        return None
    return len(lines[line - 1][: max(column - 1, 0)].encode("utf-8", "surrogatepass")) + 1


def _position(line: int, column: int | None) -> dict[str, int]:
    return {"line": line} if column is None else {"line": line, "column": column}
