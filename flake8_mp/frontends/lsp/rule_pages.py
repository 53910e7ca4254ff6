"""The pages of the rules as files in the user's cache, so that a code in an editor leads somewhere; and short ones.

A short page is made of what a rule's docstring says and takes no time; the whole one has the programs behind the rule
and what they were seen to do, and takes its place as soon as a process has made it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from pygls.uris import from_fs_path

from flake8_mp import __version__
from flake8_mp.files import replace_text
from flake8_mp.frontends.formats._docs import docs
from flake8_mp.frontends.formats._seen import seen
from flake8_mp.frontends.formats._text import address
from flake8_mp.rule import ALL_METHODS, NON_RULES
from flake8_mp.settings import START_METHODS


def short_page(code: str, methods: frozenset[str] = ALL_METHODS, title: bool = True) -> str:
    """Return in Markdown what a code means, what to do, and what was seen on this version of Python.

    Of the programs behind the rule those are named that go wrong under the same start methods. Empty for what is no
    code.
    """
    about = docs(code)
    if about is None:
        return NON_RULES[code].page if code in NON_RULES else ""
    name = about.stem.partition("_")[2].replace("_", "-")
    parts = [f"**{code}** `{name}`: {about.summary}"] if title else [about.summary]
    parts += [about.why] if about.why else []
    parts += [f"**Instead:** {about.instead}"] if about.instead else []
    ordered = tuple(method for method in START_METHODS if method in methods)
    observed = seen(about.stem, ordered, sys.version_info[:3])
    parts += [f"**Seen when run:** {observed}"] if observed else []
    return "\n\n".join(map(unwrapped, parts))


_BLOCK = ("- ", "* ", "|", "#", ">", "    ")
"""What a line of Markdown begins with that does not go on with the one before."""


def unwrapped(markdown: str) -> str:
    """Return Markdown with each paragraph on one line: many editors break lines where the text does, and once more."""
    lines: list[str] = []
    fenced = goes_on = False
    for line in markdown.split("\n"):
        fence = line.startswith("```")
        if goes_on and line.strip() and not fence and not line.startswith(_BLOCK):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
        fenced ^= fence
        goes_on = bool(line.strip()) and not fenced and not fence and not line.startswith(("|", "#", "    "))
    return "\n".join(lines)


def public_url(code: str, docs_url: str) -> str:
    """Return the address of a rule's page on the site that the key ``docs-url`` names; empty without it."""
    about = docs(code) if docs_url else None
    return address(docs_url, code, about.stem.partition("_")[2].replace("_", "-")) if about is not None else ""


class Pages:
    """The files. Raises nothing: where the folder cannot be written, codes lead nowhere."""

    def __init__(self, cache: str) -> None:
        self.folder = os.path.join(cache, "pages", __version__) if os.path.isabs(cache) else ""
        self._urls: dict[str, str | None] = {}
        self.short: set[str] = set()
        """The codes whose files still are to be replaced by whole ones."""

    def url(self, code: str) -> str | None:
        """Return the address of a code's page, which is written if need be."""
        if code not in self._urls:
            self._urls[code] = self._write(code)
        return self._urls[code]

    def path(self, code: str) -> str:
        """Return where the page of a code lies."""
        return os.path.join(self.folder, f"{code}.md")

    def _write(self, code: str) -> str | None:
        text = short_page(code)
        if not text or not self.folder:
            return None
        path = self.path(code)
        # A checkout changes without changing its version, so each server writes its pages anew.
        try:
            os.makedirs(self.folder, exist_ok=True)
            if not os.path.exists(path):
                replace_text(Path(path), f"# {code}\n\n{text}\n")
        except OSError:
            return None
        self.short.add(code)
        url: str | None = from_fs_path(path)
        return url


def write_page(code: str, folder: str) -> None:
    """Write the whole page of a code into a folder; where that fails, what is there stays."""
    from flake8_mp.pages import page
    from flake8_mp.rule import rule_of
    from flake8_mp.selfcheck.fixture import FixtureError
    from flake8_mp.selfcheck.record import RecordError

    rule = rule_of(code)
    with contextlib.suppress(OSError, FixtureError, RecordError):
        text = page(rule) if rule is not None else NON_RULES[code].page
        replace_text(Path(os.path.join(folder, f"{code}.md")), text)
