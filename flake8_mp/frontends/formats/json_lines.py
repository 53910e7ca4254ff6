"""``json-lines``: the objects of ``json``, each on a line of its own as soon as its file is done."""

from __future__ import annotations

import json

from flake8_mp.frontends.formats import Format
from flake8_mp.frontends.formats.json import entry
from flake8_mp.frontends.report import FileReport


class JsonLines(Format):
    """JSON Lines: nothing where nothing was found."""

    def file(self, report: FileReport) -> str:
        """Return a line for each finding."""
        return "".join(json.dumps(entry(self.run, found)) + "\n" for found in report.reports)
