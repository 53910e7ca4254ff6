"""``concise``: one line for each finding, as flake8 prints it."""

from __future__ import annotations

from flake8_mp.frontends.formats import Format
from flake8_mp.frontends.formats._text import code_of, one_line, paint, within
from flake8_mp.frontends.report import FileReport, Report
from flake8_mp.terminal import path_in_front


class Concise(Format):
    """``program.py:5:15: MP201 message (under spawn and forkserver)``: what editors and scripts for flake8 read."""

    def file(self, report: FileReport) -> str:
        """Return a line for each finding."""
        return "".join(map(self._line, report.reports))

    def _line(self, found: Report) -> str:
        path = paint(self.run, path_in_front(found.place.path), "1")
        return f"{path}:{within(found.place)}: {code_of(self.run, found)} {one_line(found)}\n"
