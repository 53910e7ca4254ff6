"""What can be done about a finding: fix it, silence it, have it explained, run the program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.uris import from_fs_path

from flake8_mp.frontends.lsp.documents import Document, Reported, Unit
from flake8_mp.frontends.lsp.fixes import FixAll, MakeFixes, fixable
from flake8_mp.frontends.lsp.ignoring import IgnoreInFile
from flake8_mp.frontends.lsp.tasks import Silence
from flake8_mp.frontends.lsp.text import Text, difference
from flake8_mp.frontends.suppression import without_code
from flake8_mp.reading import LARGEST_CONFIGURATION, read_regular
from flake8_mp.rule import NON_RULES, UNUSED, Edit, Span

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server

FIX_ALL = "source.fixAll.flake8-mp"
EXPLAIN, VERIFY = "flake8-mp.explain", "flake8-mp.verify"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)


_LIMIT = 20.0  # seconds for a request that the user waits for


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
            here = self._here(unit, document, params.range)
            if any(self._fixable(unit, each) for each in here):
                await self._session.settled(unit)
                here = self._here(unit, document, params.range)
                await self._work_out(unit, here)
            offered += self._quick_fixes(unit, here)
        if _wanted(FIX_ALL, only):
            if only is not None:  # as on saving, right after a change
                await self._session.settled(unit)
            offered += self._fix_all(unit, document)
        if not self._resolves:
            for action in offered:
                await self._fill(action)
            offered = [action for action in offered if action.edit is not None or action.command is not None]
        return offered

    def _here(self, unit: Unit, document: Document, stretch: types.Range) -> list[Reported]:
        start, end = document.text.point(stretch.start), document.text.point(stretch.end)
        return [each for each in unit.visible(document) if each.touches(start, end)]

    def _quick_fixes(self, unit: Unit, here: Sequence[Reported]) -> Iterator[types.CodeAction]:
        diagnosed = {id(each): self._server.builder.diagnostic(each) for each in here}
        for each in here:
            fix = unit.fixes.get(each.finding) if unit.exact else None
            if fix is not None and (fix.safe or unit.root.settings.unsafe_fixes):
                mark = "" if fix.safe else ", unsafe"
                title = f"{fix.title} ({each.finding.code}{mark})"
                yield self._lazy("fix", each, title, [diagnosed[id(each)]], preferred=fix.safe or None)
            if each.finding.code == UNUSED:
                named = each.document.text.line(each.span.line - 1)[each.span.column : each.span.end_column]
                yield self._lazy(
                    "unused", each, f"Remove {named} from this comment", [diagnosed[id(each)]], preferred=True
                )
        by_code: dict[str, list[Reported]] = {}
        for each in here:
            by_code.setdefault(each.finding.code, []).append(each)
        for code, group in by_code.items():
            about = [diagnosed[id(each)] for each in group]
            if code not in NON_RULES:
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

    def _fixable(self, unit: Unit, reported: Reported) -> bool:
        return fixable(reported.finding.code, unit.configuration.choices)

    async def _work_out(self, unit: Unit, here: Iterable[Reported]) -> None:
        """Work out the fixes of findings, each once."""
        wanted = [each.finding for each in here if self._fixable(unit, each) and each.finding not in unit.fixes]
        if not wanted or not unit.exact:
            return
        found = unit.configuration
        task = MakeFixes(unit.path, unit.source, found.settings, found.choices, tuple(wanted))
        generation, fixes = unit.generation, await self._session.workers.run(task, self._session.open_texts(), _LIMIT)
        if unit.generation == generation:
            unit.fixes.update(zip(wanted, fixes, strict=True))

    def _fix_all(self, unit: Unit, document: Document) -> Iterator[types.CodeAction]:
        if not unit.notebook and any(self._fixable(unit, each) for each in unit.visible(document)):
            action = types.CodeAction("Fix all that can be fixed safely (flake8-mp)", kind=FIX_ALL)
            action.data = {"do": "fixAll", "uri": document.uri}
            yield action

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

    def _can_ignore(self, unit: Unit) -> bool:
        """Return whether an entry in a pyproject.toml would count."""
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
        elif data["do"] == "unused":
            old = document.text.line(reported.span.line - 1).rstrip("\r\n")
            new = without_code(old, reported.span.column)
            action.edit = self._edit_of(document, [Edit(*difference_in_line(reported.span.line, old, new))])
        elif data["do"] == "file":
            action.edit = await self._ignored(unit, reported.finding.code)
        elif data["do"] == "fix":
            await self._work_out(unit, [reported])
            fix = unit.fixes.get(reported.finding) if unit.exact else None
            action.edit = self._edit_in(unit, fix.edits) if fix is not None else None

    async def _all_fixed(self, unit: Unit, document: Document) -> types.WorkspaceEdit | None:
        found, before = unit.configuration, document.normal
        task = FixAll(unit.path, before, found.settings, found.choices, unit.root.path)
        after = await self._session.workers.run(task, self._session.open_texts(), _LIMIT)
        if after == before or document.normal is not before:
            return None
        return self._edit_of(document, [Edit(*difference(before, after))])

    def _edit_in(self, unit: Unit, edits: Iterable[Edit]) -> types.WorkspaceEdit | None:
        """Return edits of what was checked as those of its documents; None where a cell is not what was checked."""
        lines = unit.source.split("\n")
        made: dict[str, tuple[Document, list[types.TextEdit]]] = {}
        for edit in edits:
            document, span = unit.place(edit.span)
            stands = [document.text.line(number - 1) for number in range(span.line, span.end_line + 1)]
            if stands != lines[edit.span.line - 1 : edit.span.end_line]:
                return None
            made.setdefault(document.uri, (document, []))[1].append(document.text.edit(span, edit.content))
        return self._workspace_edit({uri: (document.version, found) for uri, (document, found) in made.items()})

    async def _silenced(self, unit: Unit, reported: Reported) -> types.WorkspaceEdit | None:
        document = reported.document
        if unit.notebook:
            if not unit.exact:
                return None
            text, finding = unit.source, reported.finding
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
        version = opened[1].version if opened else None
        return self._workspace_edit({uri: (version, [text.edit(*difference(old, new))])})

    def _candidates(self, unit: Unit) -> Iterator[tuple[str, str | None]]:
        """Yield the files that could take an entry, the nearest first; in the end one that is not there yet."""
        diagnosed = unit.root.settings.configuration
        if diagnosed is not None:
            path = os.path.join(unit.root.path, os.path.expanduser(diagnosed))
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
            return read_regular(path, LARGEST_CONFIGURATION).decode()
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
        made = [document.text.edit(edit.span, edit.content) for edit in edits]
        return self._workspace_edit({document.uri: (document.version, made)})

    def _workspace_edit(self, edits: Mapping[str, tuple[int | None, list[types.TextEdit]]]) -> types.WorkspaceEdit:
        if not self._edits.document_changes:
            return types.WorkspaceEdit(changes={uri: found for uri, (_, found) in edits.items()})
        changes = [
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), [*found])
            for uri, (version, found) in edits.items()
        ]
        return types.WorkspaceEdit(document_changes=[*changes])


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether a kind of action is asked for: kinds are hierarchies, and none means all."""
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


def difference_in_line(number: int, old: str, new: str) -> tuple[Span, str]:
    """Return the stretch of a line, given by its number from 1, that changes, and what comes in its place."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    tail = 0
    while tail < most - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Span(number, start, number, len(old) - tail), new[start : len(new) - tail]
