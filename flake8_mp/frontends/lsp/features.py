"""Which messages of the protocol are answered, and by whom."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from flake8_mp.frontends.lsp import commands, start_methods
from flake8_mp.frontends.lsp.client_settings import ClientSettings
from flake8_mp.frontends.lsp.code_actions import EXPLAIN, KINDS, VERIFY, CodeActions
from flake8_mp.frontends.lsp.completion import TRIGGERS, complete, resolve
from flake8_mp.frontends.lsp.documents import path_of
from flake8_mp.frontends.lsp.hover import hover
from flake8_mp.frontends.lsp.roots import FILES

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server


def register(server: Server, settings: ClientSettings) -> None:
    """Register what this client is offered, before the capabilities of the server are sent."""
    _changes(server)
    _questions(server)
    if (pulling := server.pulling) is not None:
        options = types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=settings.workspace, identifier="flake8-mp"
        )

        @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
        async def pulled(params: types.DocumentDiagnosticParams) -> Any:
            return await pulling.document(params)

        if settings.workspace:

            @server.feature(types.WORKSPACE_DIAGNOSTIC)
            async def pulled_all(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
                return await pulling.workspace(params)


def _changes(server: Server) -> None:
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        found = session.find(params.text_document.uri)
        if os.path.basename(path_of(params.text_document.uri)) in FILES:
            server.renew()
        elif found is not None:
            if found[0].checked != found[0].generation or found[0].root.settings.run == "onSave":
                session.touch(found[0])
            session.touch_dependents(found[0])
            server.publish_closed_files()

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    def notebook_saved(params: types.DidSaveNotebookDocumentParams) -> None:
        unit = session.units.get(params.notebook_document.uri)
        if unit is not None and unit.root.settings.run == "onSave":
            session.touch(unit)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        paths = {path_of(change.uri) for change in params.changes}
        if any(os.path.basename(path) in FILES for path in paths):
            server.renew()
        else:
            session.touch_dependents_of(paths)
            server.publish_closed_files()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        workspace = server.client_capabilities.workspace
        if workspace is not None and workspace.configuration:
            await server.ask_for_settings()
        else:
            server.configure(params.settings)


def _questions(server: Server) -> None:
    actions = CodeActions(server)
    kinds = types.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    async def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await actions.offer(params)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def filled(action: types.CodeAction) -> types.CodeAction:
        return await actions.resolve(action)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        return hover(server, params)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=list(TRIGGERS), resolve_provider=True),
    )
    def completed(params: types.CompletionParams) -> types.CompletionList | None:
        return complete(server, params)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolved(item: types.CompletionItem) -> types.CompletionItem:
        return resolve(item)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hinted(params: types.InlayHintParams) -> list[types.InlayHint]:
        return await start_methods.hints(server, params)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lensed(params: types.CodeLensParams) -> list[types.CodeLens]:
        return await start_methods.lenses(server, params)

    @server.command(EXPLAIN)
    async def explained(code: str) -> Any:
        return await commands.explain(server, code)

    @server.command(VERIFY)
    async def verified(uri: str) -> Any:
        return await commands.verify(server, uri)
