"""``azure``: logging commands, which Azure Pipelines turns into the issues of a build.

The commands are those of "Logging commands" in the documentation of Azure Pipelines, the escapes those of
``CommandStringConvertor.cs`` in github.com/microsoft/azure-pipelines-agent.
"""

from __future__ import annotations

from flake8_mp.frontends.formats import Format
from flake8_mp.frontends.formats._text import location, one_line
from flake8_mp.frontends.report import FileReport, Report
from flake8_mp.terminal import visible

_TYPES = {"error": "error", "warning": "warning", "info": "warning"}
"""There are no others."""
_ESCAPES = {"%": "%AZP25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = str.maketrans({**_ESCAPES, ";": "%3B", "]": "%5D"})
_MESSAGE = str.maketrans(_ESCAPES)


class Azure(Format):
    """A command for each finding, and for each file that could not be checked."""

    def file(self, report: FileReport) -> str:
        """Return a command for the problem and for each finding."""
        problem = f"{visible(report.path)}: {visible(report.problem)}"
        lines = [_command({"type": "error", "sourcepath": report.path}, problem)] if report.problem else []
        return "".join([*lines, *map(_finding, report.reports)])


def _finding(report: Report) -> str:
    place = report.place
    properties: dict[str, str | int] = {"type": _TYPES.get(report.severity, "error"), "sourcepath": place.path}
    if place.cell is None:  # the lines of a notebook's cells are not those of its file
        properties |= {"linenumber": place.line, "columnnumber": place.column}
    return _command({**properties, "code": report.code}, f"{location(place)}: {one_line(report)}")


def _command(properties: dict[str, str | int], text: str) -> str:
    given = "".join(f"{key}={visible(str(value)).translate(_PROPERTY)};" for key, value in properties.items())
    return f"##vso[task.logissue {given}]{visible(text).translate(_MESSAGE)}\n"
