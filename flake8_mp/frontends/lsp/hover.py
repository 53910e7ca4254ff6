"""What is shown where the mouse rests: on a finding, or on a code in a comment or a configuration file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from flake8_mp.frontends.lsp.documents import Document, Reported, Unit
from flake8_mp.frontends.lsp.noqa_comments import code_at, in_comment
from flake8_mp.frontends.lsp.rule_pages import short_page
from flake8_mp.frontends.lsp.text import Point
from flake8_mp.frontends.lsp.toml_places import in_our_table
from flake8_mp.rule import Span

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server


def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Return what there is to say about a place; None where there is nothing."""
    found = server.session.find(params.text_document.uri)
    if found is None:
        return None
    unit, document = found
    point = document.text.point(params.position)
    parts, span = _about_code(unit, document, point) or _about_findings(unit, document, point)
    if not parts or span is None:
        return None
    return types.Hover(_content(server, "\n\n---\n\n".join(parts)), document.text.range(span))


def _about_findings(unit: Unit, document: Document, point: Point) -> tuple[list[str], Span | None]:
    here = [each for each in unit.visible(document) if each.touches(point, point)]
    described: set[str] = set()
    parts = []
    for each in here:
        words = f"{each.severity}: {each.finding.text}"
        if each.finding.code not in described:
            words = f"{words}\n\n{short_page(each.finding.code, each.finding.methods)}"
        described.add(each.finding.code)
        parts.append(words)
    return parts, min((each.span for each in here), key=_size, default=None)


def _size(span: Span) -> tuple[int, int]:
    return span.end_line - span.line, span.end_column - span.column


def _about_code(unit: Unit, document: Document, point: Point) -> tuple[list[str], Span | None] | None:
    line = document.text.line(point.line)
    word = code_at(line, point.column)
    if word is None:
        return None
    if unit.is_python:
        if not in_comment(line, point.column):
            return None
    elif not in_our_table(document.text, point.line):
        return None
    text = short_page(word.text)
    if not text:
        return None
    parts = [text]
    silenced = [each for each in unit.reported if each.silenced and _on_line(each, document, point.line, word.text)]
    if silenced:
        parts.insert(0, "\n".join(f"silenced here: {each.finding.text}" for each in silenced))
    return parts, Span(point.line + 1, word.start, point.line + 1, word.end)


def _on_line(each: Reported, document: Document, line: int, code: str) -> bool:
    on = each.span.line - 1 <= line <= each.span.end_line - 1
    return each.document is document and each.finding.code.startswith(code) and on


def _content(server: Server, markdown: str) -> types.MarkupContent:
    document = server.client_capabilities.text_document
    formats = document.hover.content_format if document is not None and document.hover is not None else None
    if formats and types.MarkupKind.Markdown not in formats:
        return types.MarkupContent(types.MarkupKind.PlainText, markdown.replace("**", "").replace("`", ""))
    return types.MarkupContent(types.MarkupKind.Markdown, markdown)
