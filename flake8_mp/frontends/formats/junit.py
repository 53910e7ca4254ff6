"""``junit``: the XML of JUnit that servers of continuous integration read.

There is no standard; the elements and attributes are those of the schema of Jenkins' xUnit plugin, as ruff and pytest
write them. The document is plain ASCII, so that no encoding of the output matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.frontends.formats import Document
from flake8_mp.frontends.formats._text import one_line, within
from flake8_mp.frontends.report import FileReport
from flake8_mp.terminal import visible

_NAME = "flake8-mp"


class Junit(Document):
    """A suite for each file with findings or a problem, and in it a test that fails for each of them.

    Where there are none, one test passes: a document without tests counts as a failure.
    """

    def end(self) -> str:
        """Return the document."""
        failures = sum(len(file.reports) for file in self.files)
        errors = sum(bool(file.problem) for file in self.files)
        body = [line for file in self.files for line in _suite(file)] or [
            f'  <testsuite name="{_NAME}" tests="1" failures="0" errors="0">',
            f'    <testcase name="No errors found" classname="{_NAME}"/>',
            "  </testsuite>",
        ]
        total = max(failures + errors, 1)
        head = f'<testsuites name="{_NAME}" tests="{total}" failures="{failures}" errors="{errors}">'
        return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *body, "</testsuites>", ""])


def _suite(file: FileReport) -> Iterator[str]:
    failures, errors = len(file.reports), int(bool(file.problem))
    path = _escaped(visible(file.path))
    counts = f'tests="{failures + errors}" failures="{failures}" errors="{errors}"'
    yield f'  <testsuite name="{path}" {counts}>'
    if file.problem:
        problem = _escaped(visible(file.problem))
        yield f'    <testcase name="{_NAME}" classname="{path}" file="{path}">'
        yield f'      <error message="{problem}">{path}: {problem}</error>'
        yield "    </testcase>"
    for report in file.reports:
        message = _escaped(f"{within(report.place)}: {report.label} {one_line(report)}")
        line = f' line="{report.place.line}"' if report.place.cell is None else ""
        name = _escaped(f"{report.code} {report.name}".strip())
        yield f'    <testcase name="{name}" classname="{path}" file="{path}"{line}>'
        kind = _escaped(report.severity)
        yield f'      <failure type="{kind}" message="{message}">{path}:{message}</failure>'
        yield "    </testcase>"
    yield "  </testsuite>"


def _escaped(text: str) -> str:
    """Escape a text for an attribute or for the content of an element; drop what XML has no way to write."""
    return "".join(map(_character, text)).encode("ascii", "xmlcharrefreplace").decode("ascii")


def _character(character: str) -> str:
    if character in "&<>\"'\t\n\r":
        return f"&#{ord(character)};"
    number = ord(character)
    allowed = number >= 0x20 and not 0xD800 <= number <= 0xDFFF and number not in (0xFFFE, 0xFFFF)
    return character if allowed else ""
