"""``flake8-mp migrate --output-format json``: one object, whose findings are those of the check's array."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flake8_mp.frontends.formats import Document, Run
from flake8_mp.frontends.formats.json import entry
from flake8_mp.frontends.migration import Side, Tally
from flake8_mp.frontends.migration_text import section_of
from flake8_mp.pythons import spoken


class MigrationJson(Document):
    """The whole answer as an object, in plain ASCII.

    ``files`` returns how many files were checked, and how many could not be.
    """

    def __init__(self, run: Run, tally: Tally, files: Callable[[], tuple[int, int]]) -> None:
        super().__init__(run)
        self._tally = tally
        self._counts = files

    def end(self) -> str:
        """Return the object."""
        tally = self._tally
        checked, unreadable = self._counts()
        breaks = [
            {**entry(self.run, report), "change": section_of(report.code).title}
            for file in self.files
            for report in file.reports
        ]
        pin = tally.move.pin
        answer = {
            "from": _side(tally.move.old),
            "to": _side(tally.move.new),
            "files": {"checked": checked, "not_checked": unreadable},
            "breaks": breaks,
            "better": [entry(self.run, report) for report in tally.better],
            "pinned": [entry(self.run, report) for report in tally.pins],
            "same": dict(sorted(tally.both.items())),
            "pin": {"start_method": pin, "keeps": len(breaks)} if pin else None,
        }
        return json.dumps(answer, indent=2) + "\n"


def _side(side: Side) -> dict[str, Any]:
    return {"python": spoken(side.version), "platform": side.platform, "start_method": side.method}
