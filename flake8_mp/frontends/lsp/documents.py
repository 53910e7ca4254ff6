"""What the client has open: documents, and what is checked together, which is a document or all cells of a notebook."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path, uri_scheme

from flake8_mp.configuration import Configuration
from flake8_mp.frontends.lsp.roots import Root
from flake8_mp.frontends.lsp.tasks import Check, CheckCells, Checked, Task
from flake8_mp.frontends.lsp.text import Change, Point, Text, contains, moved
from flake8_mp.in_use import InUse
from flake8_mp.rule import Finding, Fix, Related, Span

UNTITLED = "<untitled>"
"""The path of what has no file."""
_SUFFIXES = (".py", ".pyi", ".pyw")
_LONGEST_PAUSE = 0.05
_LONG_PAUSE = 1.0


def path_of(uri: str) -> str:
    """Return the absolute path of a document; :data:`UNTITLED`, with a suffix, for one that has no file."""
    path = to_fs_path(uri) if uri_scheme(uri) == "file" else None
    if path:
        return os.path.abspath(path)
    return UNTITLED + os.path.splitext(uri)[1].lower().partition("#")[0]


def spelled(uri: str) -> str:
    """Return the address of a document as this server spells it: clients escape more, or fewer characters.

    That of a file on drive C is ``file:///c%3A/...`` in some editors, and ``file:///c:/...`` in others.
    """
    path = to_fs_path(uri) if uri_scheme(uri) == "file" else None
    return from_fs_path(os.path.abspath(path)) or uri if path else uri


class Document:
    """An open document."""

    def __init__(self, item: types.TextDocumentItem, encoding: str) -> None:
        self.uri = item.uri
        self.path = path_of(item.uri)
        self.language = item.language_id
        self.version = item.version
        self.text = Text(item.text, encoding)
        self._normal: str | None = None

    @property
    def normal(self) -> str:
        r"""The text with ``\n`` between its lines: the same object as long as nothing changes."""
        if self._normal is None:
            self._normal = self.text.normal
        return self._normal

    @property
    def is_python(self) -> bool:
        """Whether it is checked."""
        return self.language == "python" or (self.path.endswith(_SUFFIXES) and self.language in ("", "plaintext"))

    def change(self, events: Sequence[types.TextDocumentContentChangeEvent], version: int) -> list[Change]:
        """Apply the client's changes; return what has become of the places in it, one change after the other."""
        self._normal = None
        self.version = version
        return [self.text.change(event) for event in events]


@dataclass(frozen=True)
class Reported:
    """A finding where it is now."""

    finding: Finding
    """As it was found, with the places that it had then."""
    document: Document
    span: Span
    severity: str
    silenced: bool = False
    related: tuple[tuple[Document | None, Related], ...] = ()
    """Other places, each with the open document of this unit that it is in, or None for another file."""
    docs_url: str = ""
    """Where the pages of the rules are, as the configuration of its file says it."""

    def touches(self, start: Point, end: Point) -> bool:
        """Return whether it has something in common with what lies between two places of its document."""
        return contains(self.span, start, end)


@dataclass(eq=False)
class Unit:
    """What is checked together, and what is known about it."""

    uri: str
    path: str
    root: Root
    documents: list[Document]
    """The document, or the cells of a notebook, Markdown too."""
    notebook: bool = False
    generation: int = 0
    """Counts the changes."""
    checked: int = -1
    """The generation that was checked last."""
    task: asyncio.Task[None] | None = None
    changed: float = 0.0
    """When its text was changed last."""
    cost: float = 0.0
    """Seconds that the last check took."""
    slow: bool = False
    """Whether the last check was ended at the time limit."""
    consulted: frozenset[str] = frozenset()
    reported: list[Reported] = field(default_factory=list)
    answer: Checked = field(default_factory=Checked)
    """What came of the last check that came to an end."""
    exact: bool = False
    """Whether that was the text as it is now."""
    in_use: list[tuple[Document, Span, InUse]] = field(default_factory=list)
    """Where processes are made now, and by which start methods, where the client shows them."""
    fixes: dict[Finding, Fix | None] = field(default_factory=dict)
    """The fixes that were worked out for what was found in it."""

    @property
    def pause(self) -> float:
        """Seconds without a change after which it is taken that nothing is typed: the longer the check, the longer."""
        return _LONG_PAUSE if self.slow else min(self.cost / 4, _LONGEST_PAUSE)

    def delay(self) -> float:
        """Return the seconds to wait after a change that has just come, in which another one may come.

        The first change after a pause does not wait: if another one follows, what it has begun is given up.
        """
        before, self.changed = self.changed, time.monotonic()
        return self.pause if self.slow or self.changed - before < self.pause else 0.0

    @property
    def is_python(self) -> bool:
        """Whether it is checked."""
        return self.notebook or self.documents[0].is_python

    def visible(self, document: Document) -> Iterator[Reported]:
        """Yield what is reported in a document."""
        return (each for each in self.reported if each.document is document and not each.silenced)

    @property
    def folder(self) -> str:
        """The folder that it lies in; empty for what has no file."""
        return os.path.dirname(self.path) if os.path.isabs(self.path) else ""

    @property
    def configuration(self) -> Configuration:
        """The configuration that holds for it."""
        return self.root.configuration(self.folder)

    @property
    def source(self) -> str:
        r"""The Python that was checked last, with ``\n`` between its lines; of a document, as it is now."""
        return self.answer.source if self.notebook else self.documents[0].normal

    def task_to_check(self) -> Task[Checked]:
        """Return the task that checks it as it is now."""
        configuration = self.configuration
        check = Check(
            self.path,
            "" if self.notebook else self.documents[0].normal,
            configuration.settings,
            self.root.path,
            configuration.choices.excluded if self.folder else (),
            self.root.settings.unused_noqa,
            self.root.settings.inlay_hints or self.root.settings.code_lens,
        )
        if not self.notebook:
            return check
        cells = tuple(cell.normal if cell.language == "python" else None for cell in self.documents)
        return CheckCells(cells, check)

    def take(self, answer: Checked) -> None:
        """Take what came of a check of it as it is now; where that could not be done, what was known stays."""
        self.consulted = answer.consulted | (self.consulted if answer.problem else frozenset())
        if answer.problem:
            return
        self.answer = answer
        self.exact = True
        self.fixes = {}
        self.in_use = [(*self.place(each.span), each) for each in answer.in_use]
        choices = self.configuration.choices
        self.reported = []
        for findings, silenced in ((answer.findings, False), (answer.silenced, True)):
            for finding in findings:
                severity = choices.severity_of(finding.code, answer.grades.get(finding.code, "error"))
                document, span = self.place(finding.span)
                related = tuple(map(self._related, finding.related))
                self.reported.append(Reported(finding, document, span, severity, silenced, related, choices.docs_url))

    def place(self, span: Span) -> tuple[Document, Span]:
        """Return where a stretch of what was checked is."""
        places = self.answer.places
        if not self.notebook or not places:
            return self.documents[0], span
        cell, line = places[min(max(span.line, 1), len(places)) - 1]
        end_cell, end_line = places[min(max(span.end_line, 1), len(places)) - 1]
        document = self.documents[cell - 1]
        if end_cell != cell:
            return document, Span(line, span.column, line, max(span.column, len(document.text.line(line - 1))))
        return document, Span(line, span.column, end_line, span.end_column)

    def _related(self, related: Related) -> tuple[Document | None, Related]:
        if related.path and related.path != self.path:
            return None, related
        document, span = self.place(related.span)
        return document, replace(related, span=span)

    def move(self, document: Document, change: Change) -> None:
        """Move what is known with the text; what the change has cut into is known no longer."""
        self.exact = False
        if self.in_use:
            placed = [(at, moved(span, change) if at is document else span, each) for at, span, each in self.in_use]
            self.in_use = [(at, span, each) for at, span, each in placed if span is not None]
        kept = []
        for each in self.reported:
            if each.document is document:
                span = moved(each.span, change)
                if span is None:
                    continue
                each = replace(each, span=span)
            related = []
            for place, other in each.related:
                if place is document:
                    span = moved(other.span, change)
                    if span is None:
                        continue
                    other = replace(other, span=span)
                related.append((place, other))
            kept.append(replace(each, related=tuple(related)))
        self.reported = kept
