"""``pylint``: the lines of ``pylint --output-format=parseable``, which old servers of continuous integration read."""

from __future__ import annotations

from flake8_mp.frontends.formats import Format
from flake8_mp.frontends.formats._text import one_line
from flake8_mp.frontends.report import FileReport
from flake8_mp.terminal import path_in_front


class Pylint(Format):
    """``program.py:5: [MP201(lambda-handoff), ] message``: a line for each finding.

    Source: the format ``parseable`` of pylint, ``pylint/reporters/text.py`` in github.com/pylint-dev/pylint.
    """

    def file(self, report: FileReport) -> str:
        """Return a line for each finding; those of a notebook name their cells."""
        lines = []
        for found in report.reports:
            cell = "" if found.place.cell is None else f"cell {found.place.cell}:"
            name = f"({found.name})" if found.name else ""
            where = f"{path_in_front(found.place.path)}:{cell}{found.place.line}"
            lines.append(f"{where}: [{found.code}{name}, ] {one_line(found)}\n")
        return "".join(lines)
