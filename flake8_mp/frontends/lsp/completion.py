"""What can be typed: codes in ``# noqa`` comments, and keys and values in ``[tool.flake8_mp]``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from lsprotocol import types

from flake8_mp.configuration import FORMATS, KEYS, known_codes
from flake8_mp.frontends.lsp.documents import Document, Unit
from flake8_mp.frontends.lsp.noqa_comments import Word, typed_in_comment
from flake8_mp.frontends.lsp.rule_pages import short_page
from flake8_mp.frontends.lsp.text import Point
from flake8_mp.frontends.lsp.toml_places import TomlPlace, place_at
from flake8_mp.rule import NON_RULES, Span
from flake8_mp.settings import PLATFORMS, SEVERITIES, START_METHODS

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server

TRIGGERS = (":", ",", " ", '"')

_OF_CODES = {"enable", "select", "extend-select", "ignore", "extend-ignore", "per-file-ignores"}
_WORDS: dict[str, tuple[str, ...]] = {
    "start-methods": START_METHODS,
    "fail-on": SEVERITIES,
    "output-format": FORMATS,
    "force-exclude": ("true", "false"),
    "respect-gitignore": ("true", "false"),
    "target-version": ("3.11", "3.12", "3.13", "3.14", "3.15"),
    "platforms": PLATFORMS,
}
_BARE = {"force-exclude", "respect-gitignore"}


@cache
def names() -> dict[str, str]:
    """Return the names of the rules by their codes, without importing them."""
    import pkgutil

    import flake8_mp.rules as package

    stems = (info.name for info in pkgutil.iter_modules(package.__path__))
    return {stem[:5].upper(): stem[6:].replace("_", "-") for stem in stems if re.match(r"mp\d{3}_", stem)}


def complete(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """Return what can be typed at a place; None where nothing of ours can."""
    found = server.session.find(params.text_document.uri)
    if found is None:
        return None
    unit, document = found
    point = document.text.point(params.position)
    if unit.is_python:
        items = list(_in_comment(unit, document, point))
    elif document.path.endswith(".toml"):
        items = list(_in_configuration(document, point))
    else:
        return None
    return types.CompletionList(is_incomplete=False, items=items) if items else None


def resolve(item: types.CompletionItem) -> types.CompletionItem:
    """Return an item with what its code means."""
    code = item.label.strip('"')
    if code in names():
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, short_page(code))
    return item


def _in_comment(unit: Unit, document: Document, point: Point) -> Iterator[types.CompletionItem]:
    typed = typed_in_comment(document.text.line(point.line), point.column)
    if typed is None:
        return
    word, listed = typed
    here = {
        each.finding.code
        for each in unit.reported
        if each.document is document and each.span.line - 1 <= point.line <= each.span.end_line - 1
    }
    for code in known_codes():
        if code not in listed and code not in NON_RULES:
            yield _item(document, point, word, code, first=code in here)


def _in_configuration(document: Document, point: Point) -> Iterator[types.CompletionItem]:
    place = place_at(document.text, point.line, point.column)
    if place is None:
        return
    before = document.text.line(point.line)[: point.column]
    match = re.search(r"[\"']?[A-Za-z0-9_.-]*$", before)
    word = Word(match[0], match.start(), match.end()) if match is not None else Word("", point.column, point.column)
    yield from (_item(document, point, word, label) for label in _labels(place, word, before))


def _labels(place: TomlPlace, word: Word, before: str) -> Iterable[str]:
    if place.key is None:
        if place.table == "severity":
            return [code for code in known_codes() if code in names()]
        return () if place.table else (key for key in KEYS if f"{key} " not in before)
    severity = place.table == "severity" or (place.key == "severity" and "=" in before.rpartition("=")[0])
    if severity:
        return map(_quoted, SEVERITIES)
    if place.key == "severity":
        return [code for code in known_codes() if code in names()]
    if place.key in _OF_CODES or place.table == "per-file-ignores":
        return (_quoted(code) for code in known_codes() if code in names())
    words = _WORDS.get(place.key, ())
    return words if place.key in _BARE else map(_quoted, words)


def _quoted(word: str) -> str:
    return f'"{word}"'


def _item(document: Document, point: Point, word: Word, label: str, first: bool = False) -> types.CompletionItem:
    name = names().get(label.strip('"'), "")
    new = label
    if word.text[:1] in ("'", '"'):
        # The editor has closed the string already, or will not mind that it is not closed.
        new = word.text[0] + label.strip('"') + ("" if _closed(document, point, word.text[0]) else word.text[0])
    return types.CompletionItem(
        label=label,
        label_details=types.CompletionItemLabelDetails(description=name) if name else None,
        detail=name or None,
        kind=types.CompletionItemKind.Constant if name else types.CompletionItemKind.Value,
        sort_text=f"{0 if first else 1}{label}",
        preselect=first or None,
        filter_text=word.text[:1] + label.strip('"') if word.text[:1] in ("'", '"') else label,
        text_edit=types.TextEdit(document.text.range(Span(point.line + 1, word.start, point.line + 1, word.end)), new),
    )


def _closed(document: Document, point: Point, quote: str) -> bool:
    return document.text.line(point.line)[point.column : point.column + 1] == quote
