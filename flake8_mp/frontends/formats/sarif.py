"""``sarif``: the Static Analysis Results Interchange Format 2.1.0 (OASIS), which GitHub's code scanning reads.

The numbers of sections in this file are those of the standard. A line of a notebook's cell is none of its file, so
such findings are said to be on its first line, which GitHub asks for, and their messages name the cell.
"""

from __future__ import annotations

from typing import Any

from flake8_mp.frontends.formats import Document, Run
from flake8_mp.frontends.formats._docs import Docs, docs
from flake8_mp.frontends.formats._text import encodable, one_line, page_url, relative, within
from flake8_mp.frontends.report import Place, Report, Suggestion
from flake8_mp.terminal import visible

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"
_NO_RULE = Docs("", "Not a rule: flake8-mp reports something about itself.", "", "")
"""The description of a code that has no page; GitHub wants something."""


class Sarif(Document):
    """One log with one run; of the rules it holds those that were found."""

    def end(self) -> str:
        """Return the log."""
        import json

        codes: dict[str, Report] = {}
        for file in self.files:
            for report in file.reports:
                codes.setdefault(report.code, report)
        index = {code: number for number, code in enumerate(sorted(codes))}
        driver = {
            "name": "flake8-mp",
            "version": self.run.version,
            "rules": [_rule(self.run, codes[code]) for code in sorted(codes)],
        }
        run = {
            "tool": {"driver": driver},
            "invocations": [self._invocation()],
            "originalUriBaseIds": {_ROOT: {"uri": _file_uri(self.run.root).rstrip("/") + "/"}},
            "columnKind": "unicodeCodePoints",
            "results": [self._result(report, index) for file in self.files for report in file.reports],
        }
        log = {
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
        return json.dumps(log, indent=2) + "\n"

    def _invocation(self) -> dict[str, Any]:
        """Return what became of the run: it failed where a file could not be checked (3.20)."""
        notifications = [
            {
                "level": "error",
                "message": {"text": encodable(visible(file.problem))},
                "locations": [{"physicalLocation": {"artifactLocation": self._artifact(file.path)}}],
            }
            for file in self.files
            if file.problem
        ]
        return {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}

    def _result(self, report: Report, index: dict[str, int]) -> dict[str, Any]:
        result: dict[str, Any] = {
            "ruleId": report.code,
            "ruleIndex": index[report.code],
            "level": _LEVELS.get(report.severity, "error"),
            "message": {"text": encodable(_placed(report.place, one_line(report)))},
            "locations": [self._location(report.place)],
            "properties": {"startMethods": list(report.methods)},
        }
        if report.related:
            result["relatedLocations"] = [
                {
                    "id": number,
                    **self._location(place),
                    "message": {"text": encodable(_placed(place, visible(words)))},
                }
                for number, (place, words) in enumerate(report.related, 1)
            ]
        if report.fix is not None and all(place.cell is None for place, _ in report.fix.edits):
            result["fixes"] = [self._fix(report.fix, report.place.path)]
        if report.fingerprint:
            result["partialFingerprints"] = {"flake8Mp/v1": report.fingerprint}
        return result

    def _fix(self, fix: Suggestion, path: str) -> dict[str, Any]:
        """Return a fix (3.55): what is deleted and inserted in the file (3.56, 3.57)."""
        replacements = [
            {"deletedRegion": _region(place), "insertedContent": {"text": encodable(content)}}
            for place, content in fix.edits
        ]
        changes = [{"artifactLocation": self._artifact(path), "replacements": replacements}]
        return {"description": {"text": encodable(fix.title)}, "artifactChanges": changes}

    def _location(self, place: Place) -> dict[str, Any]:
        region = _region(place) if place.cell is None else {"startLine": 1}
        return {"physicalLocation": {"artifactLocation": self._artifact(place.path), "region": region}}

    def _artifact(self, path: str) -> dict[str, str]:
        """Return where a file lies: relative to the current directory if it is below it (3.4.3, 3.4.4, 3.10.2)."""
        import os
        from urllib.parse import quote_from_bytes

        shorter = relative(self.run, path)
        if os.path.isabs(shorter) or shorter.split("/")[0] == "..":
            return {"uri": _file_uri(os.path.join(self.run.root, path))}
        return {"uri": quote_from_bytes(_bytes(shorter)), "uriBaseId": _ROOT}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _file_uri(path: str) -> str:
    import os
    from pathlib import Path

    return Path(os.path.normpath(os.fsdecode(_bytes(path)))).as_uri()


def _bytes(path: str) -> bytes:
    """Return a path as the file system has it; a lone surrogate that no path can have becomes an escape."""
    import os

    try:
        return os.fsencode(path)
    except UnicodeEncodeError:
        return encodable(path).encode()


def _placed(place: Place, text: str) -> str:
    return text if place.cell is None else f"{within(place)}: {text}"


def _rule(run: Run, report: Report) -> dict[str, Any]:
    """Return the description of a rule (3.49): its page without the programs, which are many."""
    rule: dict[str, Any] = {
        "id": report.code,
        "defaultConfiguration": {"level": _LEVELS.get(report.severity, "error")},
    }
    if report.name:
        rule["name"] = "".join(word.capitalize() for word in report.name.split("-"))
    if url := page_url(run, report.code, report.name):
        rule["helpUri"] = url
    about = docs(report.code) or _NO_RULE
    page = "\n\n".join(
        part for part in (about.summary, about.why, about.instead and f"Instead: {about.instead}") if part
    )
    more = f"`flake8-mp explain {report.code}` prints the whole page, with example programs and what they did when run."
    rule["shortDescription"] = {"text": about.summary}
    rule["fullDescription"] = {"text": " ".join(f"{about.summary} {about.why}".split())}
    rule["help"] = {
        "text": f"{page}\n\n{more}",
        "markdown": f"# {f'{report.code} {report.name}'.strip()}\n\n{page}\n\n{more}\n",
    }
    return rule
