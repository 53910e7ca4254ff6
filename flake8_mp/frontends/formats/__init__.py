"""The formats of the command's output, one module each: a file dropped in here is a format.

The module ``json_lines`` declares the class ``JsonLines``, and people know it as ``json-lines``. Modules whose names
begin with an underscore are what several formats share. Nothing is imported here before a format is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_mp.frontends.report import FileReport, Report


class FormatError(ValueError):
    """There is no such format; the text names those that there are."""


@dataclass(frozen=True)
class Run:
    """What a format needs to know about the run, besides its findings."""

    color: bool
    """Whether the text may hold the codes that colour it in a terminal."""
    width: int
    """Columns of the terminal; 0 where there is none."""
    root: str
    """The current directory, absolute: paths that are shown are relative to it."""
    version: str
    """Of flake8-mp."""
    docs_url: str = ""
    """Where the pages of the rules are, as the key ``docs-url`` says it; empty where it is not known."""
    links: bool = False
    """Whether the terminal shows links, so that a code may be one."""
    python: tuple[int, int, int] = field(default_factory=lambda: sys.version_info[:3])
    """The release of Python that the user has: what was seen on it is what concerns them."""


class Format:
    """Turns what came of the files into text; one instance serves one run.

    The texts are to be printed as they are, one after the other, and together are one whole also where nothing was
    found. They may hold what the output's encoding has not, and lone surrogates where a path is no text: whoever
    writes them chooses how these are replaced. The methods raise nothing, whatever a report holds.
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    def file(self, report: FileReport) -> str:
        """Return what is to be printed as soon as a file is done; it may be empty."""
        return ""

    def end(self) -> str:
        """Return what is to be printed when all files are done."""
        return ""


class Document(Format):
    """A format whose output is one document, which is made when all files are done."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.files: list[FileReport] = []
        """Those that there is something to say about, without their texts: a run may check many files."""

    def file(self, report: FileReport) -> str:
        """Keep a report for the end; print nothing yet."""
        if report.reports or report.problem:
            self.files.append(replace(report, texts={}, elsewhere=_no_lines))
        return ""


def _no_lines(path: str) -> tuple[str, ...]:
    return ()


def names() -> tuple[str, ...]:
    """Return the names of all formats in alphabetical order; imports none of them."""
    from pkgutil import iter_modules

    found = (info.name for info in iter_modules(__path__))
    return tuple(sorted(name.replace("_", "-") for name in found if not name.startswith("_")))


def load(name: str) -> type[Format]:
    """Import one format and return its class.

    Raises :class:`FormatError` for a name that is none of :func:`names`, and TypeError where the module declares
    no format under the name that it should have.
    """
    if name not in names():
        raise FormatError(f"{name!r} is not an output format; choose from {', '.join(names())}")
    from importlib import import_module

    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    wanted = "".join(word.capitalize() for word in name.split("-"))
    found = getattr(module, wanted, None)
    if not (isinstance(found, type) and issubclass(found, Format)):
        raise TypeError(f"{module.__name__}: declare a class {wanted} of Format")
    return found


def statistics(run: Run, reports: Iterable[Report], *, as_json: bool = False) -> str:
    """Return how often each code was found, the most frequent first: a table, or an array of objects in JSON.

    The table is empty where nothing was found.
    """
    from flake8_mp.frontends.formats._statistics import as_array, as_table, counted

    return as_array(counted(reports)) if as_json else as_table(run, counted(reports))
