"""How often each code was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_mp.frontends.formats._docs import docs
from flake8_mp.frontends.formats._text import linked, paint

if TYPE_CHECKING:
    from flake8_mp.frontends.formats import Run
    from flake8_mp.frontends.report import Report


@dataclass(frozen=True)
class Count:
    """A code, what it is about, and how often it was found."""

    count: int
    code: str
    name: str
    summary: str


def counted(reports: Iterable[Report]) -> list[Count]:
    """Count the findings of each code: the most frequent first, equally frequent ones by their codes."""
    totals = Counter((report.code, report.name) for report in reports)
    found = []
    for (code, name), count in totals.items():
        about = docs(code)
        found.append(Count(count, code, name, about.summary if about else ""))
    return sorted(found, key=lambda entry: (-entry.count, entry.code))


def as_table(run: Run, counts: list[Count]) -> str:
    """Return aligned lines of count, code, name and what goes wrong."""
    digits = max((len(str(entry.count)) for entry in counts), default=0)
    names = max((len(entry.name) for entry in counts), default=0)
    lines = (
        f"{paint(run, f'{entry.count:>{digits}}', '1')}  "
        f"{linked(run, paint(run, entry.code, '1;31'), entry.code, entry.name)}  {entry.name:<{names}}  {entry.summary}"
        for entry in counts
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def as_array(counts: list[Count]) -> str:
    """Return an array of objects with the fields of :class:`Count`."""
    import json

    return json.dumps([vars(entry) for entry in counts], indent=2) + "\n"
