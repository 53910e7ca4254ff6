"""``grouped``: the findings of each file below its path, in columns."""

from __future__ import annotations

from flake8_mp.frontends.formats import Format
from flake8_mp.frontends.formats._text import code_of, one_line, paint, within
from flake8_mp.frontends.report import FileReport
from flake8_mp.terminal import path_in_front


class Grouped(Format):
    """A heading for each file that has findings, and for each of them its place, code and message."""

    def file(self, report: FileReport) -> str:
        """Return the heading, a line for each finding, and an empty line; nothing where there are none."""
        if not report.reports:
            return ""
        places = [within(found.place) for found in report.reports]
        before = max(place.rindex(":") for place in places)
        after = max(len(place) - place.rindex(":") for place in places)
        lines = [f"{paint(self.run, path_in_front(report.path), '1;4')}:"]
        for found, place in zip(report.reports, places, strict=True):
            line, _, column = place.rpartition(":")
            aligned = f"{line:>{before}}{':' + column:<{after}}"
            lines.append(f"  {aligned}  {code_of(self.run, found)}  {one_line(found)}")
        return "\n".join(lines) + "\n\n"
