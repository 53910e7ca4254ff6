"""``github``: workflow commands, which GitHub Actions turns into annotations of the changed lines.

The syntax and its escapes are those of "Workflow commands for GitHub Actions" in GitHub's documentation, and of
``toolkit/packages/core/src/command.ts`` in github.com/actions.
"""

from __future__ import annotations

from flake8_mp.frontends.formats import Format
from flake8_mp.frontends.formats._text import location, one_line
from flake8_mp.frontends.report import FileReport, Report
from flake8_mp.terminal import visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_PROPERTY = str.maketrans({"%": "%25", ",": "%2C", ":": "%3A"})


class Github(Format):
    """A command for each finding, and for each file that could not be checked.

    The message repeats the place, since the log of a job shows nothing else of a command.
    """

    def file(self, report: FileReport) -> str:
        """Return a command for the problem and for each finding."""
        lines = [_command("error", "flake8-mp", {"file": report.path}, f"{visible(report.path)}: {report.problem}")]
        return "".join([*(lines if report.problem else []), *map(_finding, report.reports)])


def _finding(report: Report) -> str:
    place = report.place
    properties: dict[str, str | int] = {"file": place.path}
    if place.cell is None:  # the lines of a notebook's cells are not those of its file
        properties |= {"line": place.line, "endLine": place.end_line}
        if place.line == place.end_line:  # only then GitHub takes columns
            properties |= {"col": place.column, "endColumn": place.end_column}
    text = f"{location(place)}: {report.label} {one_line(report)}"
    return _command(_COMMANDS.get(report.severity, "error"), f"flake8-mp ({report.code})", properties, text)


def _command(command: str, title: str, properties: dict[str, str | int], text: str) -> str:
    given = ",".join(f"{key}={_property(str(value))}" for key, value in {"title": title, **properties}.items())
    return f"::{command} {given}::{visible(text).replace('%', '%25')}\n"


def _property(value: str) -> str:
    """Escape a value; the ends of lines, for which there are escapes too, never get here."""
    return visible(value).translate(_PROPERTY)
