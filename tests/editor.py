"""An editor for the tests: a client of the language server that notes all that it is known."""

from __future__ import annotations

import ast
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient

from tests.conftest import ROOT

PATIENCE = 60.0
"""Seconds that are waited for what has to come; machines that run tests are slow at times."""

QUIET = 0.6
"""Seconds in which nothing may come that must not; the server itself never waits as long with something to send."""


def capabilities(
    *,
    pull: bool = False,
    resolves: bool = True,
    encodings: Sequence[str] = ("utf-16",),
    document_changes: bool = True,
    configuration: bool = False,
    shows: bool = True,
) -> types.ClientCapabilities:
    """Return what an able client says of itself."""
    tags = types.ClientDiagnosticsTagOptions(value_set=list(types.DiagnosticTag))
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(encoding) for encoding in encodings]
        ),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True, tag_support=tags, version_support=True, code_description_support=True
            ),
            diagnostic=types.DiagnosticClientCapabilities(
                related_document_support=True,
                related_information=True,
                tag_support=tags,
                code_description_support=True,
                data_support=True,
            )
            if pull
            else None,
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    code_action_kind=types.ClientCodeActionKindOptions(
                        value_set=[types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]
                    )
                ),
                is_preferred_support=True,
                data_support=resolves,
                resolve_support=types.ClientCodeActionResolveOptions(["edit"]) if resolves else None,
            ),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            completion=types.CompletionClientCapabilities(
                completion_item=types.ClientCompletionItemOptions(
                    documentation_format=[types.MarkupKind.Markdown],
                    label_details_support=True,
                    preselect_support=True,
                )
            ),
        ),
        notebook_document=types.NotebookDocumentClientCapabilities(types.NotebookDocumentSyncClientCapabilities()),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=document_changes, resource_operations=[types.ResourceOperationKind.Create]
            ),
            configuration=configuration,
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True) if pull else None,
            workspace_folders=True,
            inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=True),
            code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
        ),
        window=types.WindowClientCapabilities(
            show_document=types.ShowDocumentClientCapabilities(support=shows), work_done_progress=shows
        ),
    )


@dataclass
class Editor:
    """A client, the folder that it has open, and what it was sent."""

    client: LanguageClient
    folder: Path
    published: dict[str, list[types.PublishDiagnosticsParams]] = field(default_factory=dict)
    logged: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    documents_shown: list[str] = field(default_factory=list)
    refreshes: int = 0
    hint_refreshes: int = 0
    lens_refreshes: int = 0
    answers: list[str | None] = field(default_factory=list)
    """What is answered to questions, one after the other."""
    questions: list[str] = field(default_factory=list)
    configuration: Callable[[types.ConfigurationItem], Any] = lambda item: None
    progress: list[Any] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    items: asyncio.Event = field(default_factory=asyncio.Event)
    server: types.InitializeResult | None = None

    # Files

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    # What an editor says

    def open(self, name: str, text: str, *, language: str = "python", uri: str | None = None) -> str:
        """Open a document that lies in the folder under this name, whether a file is there or not."""
        uri = uri or self.uri(name)
        self.versions[uri] = 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )
        return uri

    def open_file(self, name: str, text: str) -> str:
        """Write a file and open it."""
        self.write(name, text)
        return self.open(name, text)

    def change(self, uri: str, *changes: types.TextDocumentContentChangeEvent | str) -> int:
        """Change a document, by edits or to a new text; return its version."""
        self.versions[uri] += 1
        events = [types.TextDocumentContentChangeWholeDocument(c) if isinstance(c, str) else c for c in changes]
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, events))
        return self.versions[uri]

    def save(self, uri: str) -> None:
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    # What it is sent

    async def until(self, condition: Callable[[], bool], what: str = "what was waited for") -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            self.items.clear()
            left = end - time.monotonic()
            assert left > 0, f"{what} never came; the log: {self.logged}"
            try:
                await asyncio.wait_for(self.items.wait(), min(left, 0.2))
            except TimeoutError:
                pass

    async def diagnostics(self, uri: str, version: int | None = None) -> list[types.Diagnostic]:
        """Wait for what is published about a version of a document, the newest unless it is set otherwise, and return the last."""
        version = self.versions[uri] if version is None else version

        def there() -> bool:
            return any(each.version == version for each in self.published.get(uri, []))

        await self.until(there, f"version {version} of {uri}")
        return list(self.published[uri][-1].diagnostics)

    async def renewed(self, uri: str, count: int) -> list[types.Diagnostic]:
        """Wait until more was published of a document than before, and return the last."""
        await self.until(lambda: len(self.published.get(uri, [])) > count, f"news of {uri}")
        return list(self.published[uri][-1].diagnostics)

    async def pull(self, uri: str, previous: str | None = None) -> Any:
        return await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=previous)
        )

    async def actions(
        self, uri: str, line: int, character: int, only: Sequence[str] | None = None, end: int | None = None
    ) -> dict[str, types.CodeAction]:
        """Return the actions at a place, by their titles."""
        start = types.Position(line, character)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                types.Range(start, types.Position(line, end if end is not None else character)),
                types.CodeActionContext(diagnostics=[], only=list(only) if only is not None else None),
            )
        )
        return {action.title: _as_sent(action) for action in found or []}

    async def resolved(self, action: types.CodeAction) -> types.CodeAction:
        return await self.client.code_action_resolve_async(action)

    async def hover(self, uri: str, line: int, character: int) -> str:
        """Return what is shown at a place, empty where nothing is."""
        found = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        )
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def complete(self, uri: str, line: int, character: int) -> dict[str, types.CompletionItem]:
        """Return what can be typed at a place, by the labels."""
        found = await self.client.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        )
        items = found.items if isinstance(found, types.CompletionList) else found or []
        return {item.label: item for item in items}

    async def hints(self, uri: str, first: int = 0, last: int = 10_000) -> list[types.InlayHint]:
        """Return what is shown between two lines."""
        stretch = types.Range(types.Position(first, 0), types.Position(last, 0))
        found = await self.client.text_document_inlay_hint_async(
            types.InlayHintParams(types.TextDocumentIdentifier(uri), stretch)
        )
        return list(found or [])

    async def lenses(self, uri: str) -> list[types.CodeLens]:
        """Return what is shown above the lines."""
        found = await self.client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri)))
        return list(found or [])


def _as_sent(action: types.CodeAction | types.Command) -> types.CodeAction:
    """Return an action as it was sent: lsprotocol takes one that has a command for a command alone."""
    if isinstance(action, types.CodeAction):
        return action
    command = ast.literal_eval(action.command)
    return types.CodeAction(
        action.title, command=types.Command(command["title"], command["command"], arguments=command["arguments"])
    )


def codes(diagnostics: Sequence[types.Diagnostic]) -> list[str]:
    """Return the codes of diagnostics, in their order."""
    return [str(each.code) for each in diagnostics]


def marked(diagnostic: types.Diagnostic) -> tuple[int, int, int, int]:
    """Return the range of a diagnostic as numbers."""
    start, end = diagnostic.range.start, diagnostic.range.end
    return start.line, start.character, end.line, end.character


def inserted(line: int, character: int, text: str) -> types.TextDocumentContentChangePartial:
    """Return the change by which something is typed."""
    return replaced(line, character, line, character, text)


def replaced(
    line: int, character: int, end_line: int, end_character: int, text: str
) -> types.TextDocumentContentChangePartial:
    """Return the change by which something is replaced."""
    start, end = types.Position(line, character), types.Position(end_line, end_character)
    return types.TextDocumentContentChangePartial(range=types.Range(start, end), text=text)


def edits_of(edit: types.WorkspaceEdit | None) -> dict[str, list[types.TextEdit]]:
    """Return the edits of a workspace edit by the documents that they change."""
    assert edit is not None
    found: dict[str, list[types.TextEdit]] = {}
    for change in edit.document_changes or []:
        if isinstance(change, types.TextDocumentEdit):
            for each in change.edits:
                assert isinstance(each, types.TextEdit)
                found.setdefault(change.text_document.uri, []).append(each)
    for uri, edits in (edit.changes or {}).items():
        found[uri] = list(edits)
    return found


def applied(text: str, edits: Sequence[types.TextEdit]) -> str:
    """Return a text after edits whose positions are counted in UTF-16; its lines end with a newline character."""
    lines = text.split("\n")

    def offset(position: types.Position) -> int:
        before = sum(len(line) + 1 for line in lines[: position.line])
        units = lines[position.line].encode("utf-16-le")[: 2 * position.character]
        return before + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


@asynccontextmanager
async def editor(
    folder: Path,
    able: types.ClientCapabilities | None = None,
    *,
    options: object = None,
    folders: Sequence[Path] | None = None,
    arguments: Sequence[str] = (),
    cache: Path | None = None,
    configuration: Callable[[types.ConfigurationItem], Any] | None = None,
) -> AsyncIterator[Editor]:
    """Start a server for a folder, and end it."""
    client = LanguageClient(converter_factory=default_converter)
    found = Editor(client, folder)
    if configuration is not None:
        found.configuration = configuration
    _listen(found)
    environment = {**os.environ, "FLAKE8_MP_CACHE_DIR": str(cache or folder.parent / "cache")}
    await client.start_io(sys.executable, "-m", "flake8_mp", "server", *arguments, env=environment, cwd=str(ROOT))
    opened = [types.WorkspaceFolder(each.as_uri(), each.name) for each in (folders or [folder])]
    found.server = await client.initialize_session(
        types.InitializeParams(
            capabilities=able or capabilities(),
            workspace_folders=opened,
            root_uri=folder.as_uri(),
            initialization_options=options,
        )
    )
    try:
        yield found
    finally:
        await client.shutdown_session()
        await client.stop()


def _listen(found: Editor) -> None:
    client = found.client

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: types.PublishDiagnosticsParams) -> None:
        found.published.setdefault(params.uri, []).append(params)
        found.items.set()

    @client.feature(types.WINDOW_LOG_MESSAGE)
    def logged(params: types.LogMessageParams) -> None:
        found.logged.append(params.message)
        found.items.set()

    @client.feature(types.LOG_TRACE)
    def traced(params: types.LogTraceParams) -> None:
        found.logged.append(f"trace: {params.message}")
        found.items.set()

    @client.feature(types.WINDOW_SHOW_MESSAGE)
    def shown(params: types.ShowMessageParams) -> None:
        found.shown.append(params.message)
        found.items.set()

    @client.feature(types.WINDOW_SHOW_MESSAGE_REQUEST)
    def asked(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
        found.questions.append(params.message)
        found.items.set()
        answer = found.answers.pop(0) if found.answers else None
        return types.MessageActionItem(answer) if answer is not None else None

    @client.feature(types.WINDOW_SHOW_DOCUMENT)
    def opened(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        found.documents_shown.append(params.uri)
        found.items.set()
        return types.ShowDocumentResult(success=True)

    @client.feature(types.WORKSPACE_CONFIGURATION)
    def configured(params: types.ConfigurationParams) -> list[Any]:
        return [found.configuration(item) for item in params.items]

    @client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
    def refreshed(params: Any) -> None:
        found.refreshes += 1
        found.items.set()

    @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    def hints_refreshed(params: Any) -> None:
        found.hint_refreshes += 1
        found.items.set()

    @client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def lenses_refreshed(params: Any) -> None:
        found.lens_refreshes += 1
        found.items.set()

    @client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)
    def created(params: types.WorkDoneProgressCreateParams) -> None:
        return None

    @client.feature(types.PROGRESS)
    def progressed(params: types.ProgressParams) -> None:
        found.progress.append(params.value)
