"""``concise``: one line for each finding, as flake8 prints it."""

from __future__ import annotations

from flake8_mp.frontends.formats import Format
from flake8_mp.frontends.formats._text import location, told
from flake8_mp.frontends.report import FileReport


class Concise(Format):
    """``program.py:5:15: MP201 message (spawn, forkserver)``: what editors and scripts for flake8 read."""

    def file(self, report: FileReport) -> str:
        """Return a line for each finding."""
        return "".join(f"{location(found.place)}: {found.code} {told(found)}\n" for found in report.reports)
