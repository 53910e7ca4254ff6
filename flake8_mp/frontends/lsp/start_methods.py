"""Which start methods are in effect where processes are made, shown beside the code: as inlay hints and code lenses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from flake8_mp.configuration import Configuration
from flake8_mp.frontends.lsp.code_actions import VERIFY
from flake8_mp.frontends.lsp.documents import Document, Unit
from flake8_mp.in_use import BY_CALL, BY_CONTEXT, BY_DEFAULT, BY_LIMIT, BY_TEST, InUse
from flake8_mp.pythons import FORKSERVER_SINCE, PLATFORM_NAMES, default_start_method, spoken
from flake8_mp.settings import PLATFORMS, START_METHODS

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server

_BY = {
    BY_CONTEXT: ("context", "from the context that is used here"),
    BY_CALL: ("set_start_method", "set with `set_start_method()`"),
    BY_TEST: ("tested", "by a test of the start method that leads here"),
    BY_LIMIT: ("max_tasks_per_child", "taken for `max_tasks_per_child`, which fork cannot do"),
}
"""By who chooses, a word for it and a few more."""


async def hints(server: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Return the hints of a stretch of a document, each behind the call that it is about."""
    found = server.session.find(params.text_document.uri)
    if found is None or not found[0].root.settings.inlay_hints:
        return []
    unit, document = found
    await server.session.settled(unit)
    configuration = unit.configuration
    return [
        types.InlayHint(
            stretch.end,
            label(in_use, configuration),
            tooltip=types.MarkupContent(types.MarkupKind.Markdown, tooltip(in_use, configuration)),
            padding_left=True,
        )
        for stretch, in_use in _placed(unit, document)
        if _at(params.range.start) <= _at(stretch.end) <= _at(params.range.end)
    ]


async def lenses(server: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Return the lenses of a document; each offers to run the program under each start method, where that can be."""
    found = server.session.find(params.text_document.uri)
    if found is None or not found[0].root.settings.code_lens:
        return []
    unit, document = found
    await server.session.settled(unit)
    runs = os.path.isfile(unit.path) and not unit.notebook
    return [
        types.CodeLens(
            stretch,
            types.Command(
                f"{in_use.made}: {label(in_use, unit.configuration)}",
                VERIFY if runs else "",
                arguments=[unit.uri] if runs else None,
            ),
        )
        for stretch, in_use in _placed(unit, document)
    ]


def _placed(unit: Unit, document: Document) -> Iterator[tuple[types.Range, InUse]]:
    for place, span, in_use in unit.in_use:
        if place is document:
            yield document.text.range(span), in_use


def _at(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def label(in_use: InUse, configuration: Configuration) -> str:
    """Return the start methods that can be in effect, and who chooses them, in a few words."""
    parts = []
    for choice in in_use.choices:
        if choice.by == BY_DEFAULT:
            parts.append(_default(configuration))
        else:
            parts.append(f"{_either(choice.methods)} ({_BY[choice.by][0]})")
    return " or ".join(parts)


def _default(configuration: Configuration) -> str:
    methods = configuration.settings.start_methods
    if configuration.names_start_methods:
        return f"{_either(methods)} (start-methods)"
    if len(methods) > 1:
        return f"{_either(methods)} (defaults)"
    if methods == {"forkserver"}:
        version = max(configuration.settings.target_version or FORKSERVER_SINCE, FORKSERVER_SINCE)
        return f"forkserver ({spoken(version)} default)"
    if methods == {"fork"}:
        return f"fork (default before {spoken(FORKSERVER_SINCE)})"
    return f"{_either(methods)} (default)"


def tooltip(in_use: InUse, configuration: Configuration) -> str:
    """Return the same with the reasons, in Markdown."""
    lines = []
    for choice in in_use.choices:
        if choice.by != BY_DEFAULT:
            lines.append(f"{_either(choice.methods, '`')}: {_BY[choice.by][1]}")
        elif configuration.names_start_methods:
            lines.append(f"{_either(configuration.settings.start_methods, '`')}: the `start-methods` of your settings")
        else:
            lines += _defaults(configuration)
    if any(choice.by == BY_DEFAULT for choice in in_use.choices):
        lines.append("unless `set_start_method()` is called elsewhere")
    return f"Start method of this `{in_use.made}`:\n\n" + "\n".join(f"- {line}" for line in lines)


def _defaults(configuration: Configuration) -> Iterator[str]:
    """Yield which start method is the default where."""
    settings, since = configuration.settings, FORKSERVER_SINCE
    before = since[0], since[1] - 1
    for method in (each for each in START_METHODS if each in settings.start_methods):
        groups: dict[str, list[str]] = {}
        for platform in (each for each in PLATFORMS if each in settings.platforms):
            then, now = (default_start_method(platform, version) == method for version in (before, since))
            if then or now:
                words = "" if then and now else f" {'before' if then else 'since'} Python {spoken(since)}"
                groups.setdefault(words, []).append(PLATFORM_NAMES[platform])
        for words, names in groups.items():
            yield f"`{method}`: the default on {' and '.join(names)}{words}"


def _either(methods: Iterable[str], quote: str = "") -> str:
    *first, last = (f"{quote}{method}{quote}" for method in START_METHODS if method in methods)
    return f"{', '.join(first)} or {last}" if first else last
