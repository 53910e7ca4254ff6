"""What can be done about a finding: fix it, silence it, have it explained, run the program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.uris import from_fs_path

from flake8_mp.frontends.lsp.documents import Document, Reported, Unit
from flake8_mp.frontends.lsp.fixes import Edit, Fix, MakeFixes, fixable
from flake8_mp.frontends.lsp.ignoring import IgnoreInFile
from flake8_mp.frontends.lsp.tasks import Silence
from flake8_mp.frontends.lsp.text import Text, difference
from flake8_mp.rule import NO_RULES, Span

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server

FIX_ALL = "source.fixAll.flake8-mp"
EXPLAIN, VERIFY = "flake8-mp.explain", "flake8-mp.verify"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)


_LIMIT = 20.0  # seconds for what somebody has asked for and waits for


class CodeActions:
    """The actions that are offered, and what they change."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = server.session

    async def offer(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return what can be done about what is found in a stretch of a document."""
        found = self._session.find(params.text_document.uri)
        if found is None:
            return []
        unit, document = found
        only = params.context.only
        offered: list[types.CodeAction] = []
        if _wanted(types.CodeActionKind.QuickFix, only):
            start, end = document.text.point(params.range.start), document.text.point(params.range.end)
            here = [each for each in unit.visible(document) if each.touches(start, end)]
            offered += self._quick_fixes(unit, document, here)
        if _wanted(FIX_ALL, only):
            if only is not None:  # as on saving, right after a change
                await self._session.settled(unit)
            offered += self._fix_all(unit, document)
        if not self._resolves:
            for action in offered:
                await self._fill(action)
            offered = [action for action in offered if action.edit is not None or action.command is not None]
        return offered

    def _quick_fixes(self, unit: Unit, document: Document, here: Sequence[Reported]) -> Iterator[types.CodeAction]:
        told = {id(each): self._server.telling.diagnostic(each) for each in here}
        for each in here:
            if fixable(each.finding.code) and not unit.notebook:
                yield self._lazy("fix", each, f"Fix {each.finding.code}", [told[id(each)]], preferred=True)
        by_code: dict[str, list[Reported]] = {}
        for each in here:
            by_code.setdefault(each.finding.code, []).append(each)
        for code, group in by_code.items():
            about = [told[id(each)] for each in group]
            if code not in NO_RULES:
                yield self._lazy("line", group[0], f"Disable {code} for this line", about)
                if self._can_ignore(unit):
                    yield self._lazy("file", group[0], f"Disable {code} for this file", about)
            explain = types.Command(f"Explain {code}", EXPLAIN, arguments=[code])
            yield types.CodeAction(
                explain.title, kind=types.CodeActionKind.QuickFix, diagnostics=about, command=explain
            )
        if here and os.path.isfile(unit.path) and not unit.notebook:
            run = types.Command(
                f"Run {os.path.basename(unit.path)} under each start method", VERIFY, arguments=[unit.uri]
            )
            yield types.CodeAction(run.title, kind=types.CodeActionKind.QuickFix, command=run)

    def _lazy(
        self, do: str, reported: Reported, title: str, about: list[types.Diagnostic], preferred: bool | None = None
    ) -> types.CodeAction:
        span = reported.span
        return types.CodeAction(
            title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=about,
            is_preferred=preferred,
            data={
                "do": do,
                "uri": reported.document.uri,
                "version": reported.document.version,
                "code": reported.finding.code,
                "span": [span.line, span.column, span.end_line, span.end_column],
            },
        )

    @property
    def _resolves(self) -> bool:
        document = self._server.client_capabilities.text_document
        action = document.code_action if document is not None else None
        support = action.resolve_support if action is not None else None
        return support is not None and "edit" in support.properties and bool(action and action.data_support)

    def _fix_all(self, unit: Unit, document: Document) -> Iterator[types.CodeAction]:
        if not unit.notebook and any(fixable(each.finding.code) for each in unit.visible(document)):
            action = types.CodeAction("Fix all that can be fixed safely (flake8-mp)", kind=FIX_ALL)
            action.data = {"do": "fixAll", "uri": document.uri}
            yield action

    def _can_ignore(self, unit: Unit) -> bool:
        """Tell whether an entry in a pyproject.toml would count."""
        if not os.path.isabs(unit.path):
            return False
        configuration = unit.root.settings.configuration
        if configuration is not None and not configuration.endswith(".toml"):
            return False
        origin = unit.root.configuration(os.path.dirname(unit.path)).origins.get("per-file-ignores", ".toml")
        return origin.endswith(".toml")

    # What they change

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        """Return an action that was offered with its edit, where there is one."""
        await self._fill(action)
        return action

    async def _fill(self, action: types.CodeAction) -> None:
        data: Any = action.data
        if not isinstance(data, dict) or action.edit is not None:
            return
        found = self._session.find(str(data.get("uri")))
        if found is None:
            return
        unit, document = found
        if data.get("do") == "fixAll":
            await self._session.settled(unit)
            action.edit = await self._all_fixed(unit, document)
            return
        reported = _again(unit, document, data)
        if reported is None:
            return
        if data["do"] == "line":
            action.edit = await self._silenced(unit, reported)
        elif data["do"] == "file":
            action.edit = await self._ignored(unit, reported.finding.code)
        elif data["do"] == "fix":
            fixes = await self._fixes(unit, [reported])
            if fixes:
                action.edit = self._edit_of(document, fixes[0].edits)

    async def _fixes(self, unit: Unit, reported: Iterable[Reported]) -> tuple[Fix, ...]:
        findings = tuple(replace(each.finding, span=each.span) for each in reported)
        if not findings:
            return ()
        task = MakeFixes(unit.path, unit.documents[0].normal, findings)
        return await self._session.workers.run(task, self._session.open_texts(), _LIMIT)

    async def _all_fixed(self, unit: Unit, document: Document) -> types.WorkspaceEdit | None:
        fixes = await self._fixes(unit, [each for each in unit.visible(document) if fixable(each.finding.code)])
        edits: list[Edit] = []
        for fix in fixes:
            if fix.safe and not any(_clash(new, old) for new in fix.edits for old in edits if new != old):
                edits += [edit for edit in fix.edits if edit not in edits]
        return self._edit_of(document, edits) if edits else None

    async def _silenced(self, unit: Unit, reported: Reported) -> types.WorkspaceEdit | None:
        document = reported.document
        if unit.notebook:
            if unit.checked != unit.generation:
                return None
            text, finding = unit.answer.source, reported.finding
        else:
            text, finding = document.normal, replace(reported.finding, span=reported.span)
        task = Silence(text, (finding,))
        changed = await self._session.workers.run(task, self._session.open_texts(), _LIMIT)
        lines, edits = text.split("\n"), []
        for number, new in changed.items():
            span, words = difference_in_line(number, lines[number - 1], new)
            place, span = unit.place(span)
            if place is document:
                edits.append(Edit(span, words))
        return self._edit_of(document, edits) if edits else None

    async def _ignored(self, unit: Unit, code: str) -> types.WorkspaceEdit | None:
        task = IgnoreInFile(unit.path, code, tuple(self._candidates(unit)))
        ignored = await self._session.workers.run(task, self._session.open_texts(), _LIMIT)
        if ignored is None:
            return None
        uri = from_fs_path(ignored.path) or ""
        if ignored.old is None:
            if not self._creates:
                return None
            created = types.CreateFile(uri=uri, options=types.CreateFileOptions(ignore_if_exists=True))
            start = types.Range(types.Position(0, 0), types.Position(0, 0))
            written = types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri), [types.TextEdit(start, ignored.new)]
            )
            return types.WorkspaceEdit(document_changes=[created, written])
        old, new = ignored.old.replace("\r\n", "\n"), ignored.new.replace("\r\n", "\n")
        opened = self._session.find(uri)
        text = opened[1].text if opened is not None else Text(ignored.old, self._session.encoding)
        return self._workspace_edit(uri, opened[1].version if opened else None, [text.edit(*difference(old, new))])

    def _candidates(self, unit: Unit) -> Iterator[tuple[str, str | None]]:
        """Yield the files that could take an entry, the nearest first; in the end one that is not there yet."""
        told = unit.root.settings.configuration
        if told is not None:
            path = os.path.join(unit.root.path, os.path.expanduser(told))
            yield path, self._raw(path)
            return
        folder, top = os.path.dirname(unit.path), unit.root.path
        missing = True
        while True:
            path = os.path.join(folder, "pyproject.toml")
            if (text := self._raw(path)) is not None:
                missing = False
                yield path, text
            if folder == (top or os.path.dirname(folder)) or folder == os.path.dirname(folder):
                break
            folder = os.path.dirname(folder)
        if missing:
            yield os.path.join(top or os.path.dirname(unit.path), "pyproject.toml"), None

    def _raw(self, path: str) -> str | None:
        opened = self._session.find(from_fs_path(path) or "")
        if opened is not None:
            return str(opened[1].text)
        try:
            with open(path, encoding="utf-8", newline="") as file:
                return file.read()
        except (OSError, ValueError):
            return None

    @property
    def _edits(self) -> types.WorkspaceEditClientCapabilities:
        workspace = self._server.client_capabilities.workspace
        found = workspace.workspace_edit if workspace is not None else None
        return found or types.WorkspaceEditClientCapabilities()

    @property
    def _creates(self) -> bool:
        kinds = self._edits.resource_operations or []
        return bool(self._edits.document_changes) and types.ResourceOperationKind.Create in kinds

    def _edit_of(self, document: Document, edits: Sequence[Edit]) -> types.WorkspaceEdit:
        made = [document.text.edit(edit.span, edit.new) for edit in edits]
        return self._workspace_edit(document.uri, document.version, made)

    def _workspace_edit(self, uri: str, version: int | None, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        if self._edits.document_changes:
            changed = types.OptionalVersionedTextDocumentIdentifier(uri, version)
            return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(changed, [*edits])])
        return types.WorkspaceEdit(changes={uri: edits})


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Tell whether a kind of action is asked for: kinds are hierarchies, and none means all."""
    if only is None:
        return True
    return any(kind == each or kind.startswith(f"{each}.") or not each for each in map(_plain, only))


def _plain(kind: str) -> str:
    return str(getattr(kind, "value", kind))


def _again(unit: Unit, document: Document, data: dict[str, Any]) -> Reported | None:
    """Find what an action was offered for; None where the text has changed since."""
    try:
        span = Span(*map(int, data["span"]))
    except (KeyError, TypeError, ValueError):
        return None
    if data.get("version") != document.version:
        return None
    for each in unit.visible(document):
        if each.finding.code == data.get("code") and each.span == span:
            return each
    return None


def _clash(one: Edit, other: Edit) -> bool:
    """Tell whether two edits change the same."""
    first, second = sorted((one.span, other.span))
    return (second.line, second.column) < (first.end_line, first.end_column) or first == second


def difference_in_line(number: int, old: str, new: str) -> tuple[Span, str]:
    """Return the stretch of a line, given by its number from 1, that changes, and what comes in its place."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    tail = 0
    while tail < most - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Span(number, start, number, len(old) - tail), new[start : len(new) - tail]
