"""How pygls leaves documents to us: it splits lines where the protocol does not, and fails on odd messages."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server


class Protocol(LanguageServerProtocol):
    """The messages that are about documents, answered by our session."""

    _server: Server
    encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Pass the client to the session before its capabilities are compared with the server's."""
        self.encoding = ServerCapabilitiesBuilder.choose_position_encoding(params.capabilities)
        self.client_capabilities = params.capabilities
        if params.trace is not None:
            self.trace = types.TraceValue(params.trace)
        self._server.initialize(params)
        result: types.InitializeResult = yield from super().lsp_initialize(params)
        return result

    @lsp_method(types.INITIALIZED)
    def lsp_initialized(self, params: types.InitializedParams) -> None:
        """Ask the client for what could not be asked before."""
        self._server.keep(self._server.initialized())

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *arguments: Any) -> Generator[Any, Any, None]:
        """End the work; the process goes on until it is asked to exit."""
        self._server.shut_down()
        yield from super().lsp_shutdown(*arguments)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Open a document."""
        self._server.session.open([params.text_document])

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change the text of a document."""
        session = self._server.session
        found = session.change(params.text_document.uri, params.content_changes, params.text_document.version)
        if found is not None and found[0].root.settings.run == "onType":
            session.touch(found[0], found[0].delay())
            session.touch_dependents(found[0], found[0].pause)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Close a document and clear its diagnostics."""
        closed = self._server.session.close(params.text_document.uri)
        if closed is not None:
            self._server.clear(closed.documents)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """Open a notebook."""
        texts = {item.uri: item for item in params.cell_text_documents}
        items = [texts[cell.document] for cell in params.notebook_document.cells if cell.document in texts]
        self._server.session.open(items, notebook=params.notebook_document.uri)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Change cells, their order or their texts."""
        session = self._server.session
        unit = session.units.get(params.notebook_document.uri)
        cells = params.change.cells
        if unit is None or cells is None:
            return
        if cells.structure is not None:
            structure = cells.structure
            known = {document.uri: document for document in unit.documents}
            known |= session.add_cells(unit, structure.did_open or [])
            array = structure.array
            new = [known[cell.document] for cell in array.cells or [] if cell.document in known]
            unit.documents[array.start : array.start + array.delete_count] = new
            closed = [known[each.uri] for each in structure.did_close or [] if each.uri in known]
            for document in closed:
                session.forget_cell(document.uri)
            unit.reported = [each for each in unit.reported if each.document in unit.documents]
            unit.in_use = [each for each in unit.in_use if each[0] in unit.documents]
            self._server.clear(closed)
        for text in cells.text_content or []:
            session.change(text.document.uri, text.changes, text.document.version)
        if unit.root.settings.run == "onType":
            session.touch(unit, unit.delay())

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """Close a notebook and clear the diagnostics of its cells."""
        closed = self._server.session.close(params.notebook_document.uri)
        if closed is not None:
            self._server.clear(closed.documents)

    @lsp_method(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Take folders in and let others go."""
        from flake8_mp.frontends.lsp.documents import path_of

        session = self._server.session
        gone = {path_of(folder.uri) for folder in params.event.removed}
        folders = [folder for folder in session.roots if folder not in gone]
        folders += [path_of(folder.uri) for folder in params.event.added]
        session.set_roots(list(dict.fromkeys(folders)), self._server.settings)
        self._server.keep(self._server.ask_for_settings())
        session.touch_all()
