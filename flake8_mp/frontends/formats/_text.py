"""Text as formats show it: places, messages, and what a terminal must not be sent as it stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flake8_mp.paths import below
from flake8_mp.remarks import remarks
from flake8_mp.terminal import JOINERS, path_in_front, visible

if TYPE_CHECKING:
    from flake8_mp.frontends.formats import Run
    from flake8_mp.frontends.report import Place, Report


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def _width_of(character: str) -> int:
    from unicodedata import category, combining, east_asian_width

    if combining(character) or category(character) in ("Mn", "Me") or character in JOINERS:
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def encodable(text: str) -> str:
    r"""Return a text that every encoding of Unicode has: lone surrogates become escapes like ``\udcff``.

    Readers of JSON refuse a whole document for one of them.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def paint(run: Run, text: str, codes: str) -> str:
    """Return a text in a colour or weight, by codes of ECMA-48 (SGR), where the run has colours."""
    return f"\033[{codes}m{text}\033[0m" if run.color and text else text


def linked(run: Run, text: str, code: str, name: str) -> str:
    """Return a text that leads to a rule's page in a terminal that shows links (OSC 8), else the text itself."""
    url = page_url(run, code, name) if run.links else ""
    return f"\033]8;;{url}\033\\{text}\033]8;;\033\\" if url else text


def page_url(run: Run, code: str, name: str) -> str:
    """Return the address of a rule's page; empty where it is not known, or for what has no page."""
    return address(run.docs_url, code, name)


def address(docs_url: str, code: str, name: str) -> str:
    """Return the address of a rule's page where the key ``docs-url`` says this; empty if either is empty."""
    if not docs_url or not name:
        return ""
    template = docs_url
    if "{name}" not in template and "{code}" not in template:
        template = f"{template.rstrip('/')}/rules/{{name}}"
    return template.replace("{name}", name).replace("{code}", code)


SEVERITY_COLORS = {"error": "31", "warning": "33", "info": "36"}
"""The codes of ECMA-48 (SGR): red, yellow, cyan."""


def code_of(run: Run, report: Report) -> str:
    """Return the label of a finding, its code in the colour of its severity and as a link where there can be one."""
    color = SEVERITY_COLORS.get(report.severity, "31")
    code = linked(run, paint(run, visible(report.code), f"1;{color}"), report.code, report.name)
    return f"{code}{visible(report.label.removeprefix(report.code))}"


def location(place: Place) -> str:
    """Return a place like ``program.py:5:15``, in a notebook like ``book.ipynb:cell 3:2:5``."""
    return f"{path_in_front(place.path)}:{within(place)}"


def within(place: Place) -> str:
    """Return a place without its path."""
    cell = "" if place.cell is None else f"cell {place.cell}:"
    return f"{cell}{place.line}:{place.column}"


def one_line(report: Report) -> str:
    """Return the message on one line, with its start methods and the file in which it happens, as flake8 shows it."""
    own = report.place.path
    others = ((place.path if place.path != own else "", place.line, words) for place, words in report.related)
    return visible(f"{report.message}{remarks(report.methods, others)}")


def absolute(run: Run, path: str) -> str:
    """Return the absolute path of a file; of what is no file, like ``-`` or ``<stdin>``, the name as it is."""
    if path == "-" or (path.startswith("<") and path.endswith(">")):
        return path
    return os.path.normpath(os.path.join(run.root, path))


def relative(run: Run, path: str) -> str:
    """Return the path of a file with forward slashes, relative to the current directory where it lies below it."""
    normal = os.path.normpath(path)
    shorter = below(normal, run.root) or normal
    return shorter if os.sep == "/" else shorter.replace(os.sep, "/")
