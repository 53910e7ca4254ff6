"""The server: requests and notifications of the client, the parts that answer them, and what is sent."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from flake8_mp import __version__
from flake8_mp.frontends.cache import default_folder
from flake8_mp.frontends.lsp.client_settings import SECTION, ClientSettings, SettingsProblem, read_client_settings
from flake8_mp.frontends.lsp.closed_files import ClosedFiles
from flake8_mp.frontends.lsp.diagnostics import DiagnosticBuilder
from flake8_mp.frontends.lsp.documents import Document, Unit, spelled
from flake8_mp.frontends.lsp.protocol import Protocol
from flake8_mp.frontends.lsp.pulling import Pulling
from flake8_mp.frontends.lsp.roots import FILES
from flake8_mp.frontends.lsp.rule_pages import Pages
from flake8_mp.frontends.lsp.session import Session
from flake8_mp.frontends.lsp.tasks import WritePage
from flake8_mp.frontends.lsp.workers import TaskFailed, Workers

logger = logging.getLogger(__name__)

NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithCells(notebook="*", cells=[types.NotebookCellLanguage(language="python")]),
    ],
    save=True,
)


class Server(LanguageServer):
    """The language server of flake8-mp. ``workers`` are processes that have been started already."""

    protocol: Protocol

    def __init__(self, workers: Workers) -> None:
        super().__init__(
            "flake8-mp", __version__, notebook_document_sync=NOTEBOOKS, protocol_cls=Protocol, max_workers=2
        )
        self.session = Session(workers, self._on_update, self.warn)
        self.pages = Pages(default_folder())
        self.settings = ClientSettings()
        self.pulling: Pulling | None = None
        self.builder = DiagnosticBuilder(types.ClientCapabilities(), self.pages.url, self.session.text_at)
        self.closed = ClosedFiles(self.session, self.builder)
        self._published: set[str] = set()
        """The files that are not open and that have diagnostics."""
        self._background: set[asyncio.Task[Any]] = set()
        self._stopped = False
        self._refresh: asyncio.TimerHandle | None = None
        self._shows_methods = False
        """Whether start methods are shown beside the code, or were."""

    # Starting and ending

    def initialize(self, params: types.InitializeParams) -> None:
        """Take what the client says of itself, before it is sent what this server can."""
        from flake8_mp.frontends.lsp.features import register

        self.session.encoding = str(getattr(self.protocol.encoding, "value", self.protocol.encoding))
        self.builder = DiagnosticBuilder(params.capabilities, self.pages.url, self.session.text_at)
        self.closed = ClosedFiles(self.session, self.builder)
        self._settle_settings(params.initialization_options)
        folders = [to_fs_path(folder.uri) for folder in params.workspace_folders or []]
        if not folders and params.root_uri:
            folders = [to_fs_path(params.root_uri)]
        elif not folders and params.root_path:
            folders = [params.root_path]
        self.session.set_roots([os.path.abspath(folder) for folder in folders if folder], self.settings)
        document = params.capabilities.text_document
        if document is not None and document.diagnostic is not None:
            self.pulling = Pulling(self.session, self.builder, self.closed)
        register(self, self.settings)
        if params.process_id is not None:
            self.keep(self._end_with_client(params.process_id))

    async def initialized(self) -> None:
        """Ask for what can only be asked for now: changes of files, and the settings."""
        capabilities = self.client_capabilities.workspace
        watching = capabilities.did_change_watched_files if capabilities is not None else None
        if watching is not None and watching.dynamic_registration:
            names = ",".join((*FILES, "*.py"))
            watchers = [types.FileSystemWatcher(glob_pattern=f"**/{{{names}}}")]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            await self.client_register_capability_async(
                types.RegistrationParams(
                    [types.Registration("watching", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)]
                )
            )
        changing = capabilities.did_change_configuration if capabilities is not None else None
        if changing is not None and changing.dynamic_registration:
            await self.client_register_capability_async(
                types.RegistrationParams(
                    [types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, {"section": SECTION})]
                )
            )
        await self.ask_for_settings()

    @property
    def ended_in_order(self) -> bool:
        """Whether the client has said that the end comes."""
        return self._stopped

    def shut_down(self) -> None:
        """End the work, since the client asks for it."""
        self._stopped = True
        self.stop()

    def stop(self) -> None:
        """End what works for this server."""
        for task in list(self._background):
            task.cancel()
        self.session.close_all()

    async def _end_with_client(self, process: int) -> None:
        """End when the client's process is gone without having said so and without its end of the pipe being closed."""
        if sys.platform == "win32":
            return  # where os.kill would end it, and pipes are closed with their process
        while True:
            await asyncio.sleep(5)
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                logger.error("the client is gone; the server ends")
                self.session.close_all()
                os._exit(1)
            except OSError:
                pass

    # Settings

    def _settle_settings(self, stated: object) -> None:
        try:
            self.settings = read_client_settings(stated)
        except SettingsProblem as error:
            self.warn(f"the editor's settings: {error}")

    async def ask_for_settings(self) -> None:
        """Ask the client for the settings of each workspace folder, where it has any."""
        capabilities = self.client_capabilities.workspace
        roots = self.session.all_roots()
        answers: Sequence[Any] = [None] * len(roots)
        if capabilities is not None and capabilities.configuration:
            items = [types.ConfigurationItem(from_fs_path(root.path) if root.path else None, SECTION) for root in roots]
            answers = await self.workspace_configuration_async(types.ConfigurationParams(items))
        before = [root.settings for root in roots]
        for root, stated in zip(roots, answers, strict=False):
            try:
                root.settings = read_client_settings(stated) if stated else self.settings
            except SettingsProblem as error:
                self.warn(f"the editor's settings: {error}")
        if [root.settings for root in roots] != before:
            self.renew()
        else:
            self.publish_closed_files()

    def renew(self) -> None:
        """Check everything again, since what decides about it has changed."""
        self.session.clear_reported()
        self.session.touch_all()
        self.publish_closed_files()

    def configure(self, stated: object) -> None:
        """Take new settings that the client has sent by itself."""
        self._settle_settings(stated)
        for root in self.session.all_roots():
            root.settings = self.settings
        self.renew()

    # What is sent to the client

    def _on_update(self, unit: Unit, other: bool) -> None:
        if self.pulling is None:
            for document in unit.documents:
                self._publish(unit, document)
        if other:
            self._want_refresh()
        self._write_pages()
        if self.protocol.trace != types.TraceValue.Off:
            self.log_trace(
                types.LogTraceParams(
                    f"{unit.path}: {len(unit.reported)} findings, {unit.cost * 1000:.0f} ms"
                    + (f"; not checked: {unit.answer.problem}" if unit.answer.problem else "")
                )
            )

    def _publish(self, unit: Unit, document: Document) -> None:
        items = [self.builder.diagnostic(each) for each in unit.visible(document)]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, items, version=document.version)
        )

    def clear(self, documents: Sequence[Document]) -> None:
        """Clear the diagnostics of documents that are closed."""
        if self.pulling is None:
            for document in documents:
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, []))
            self.publish_closed_files()

    def publish_closed_files(self) -> None:
        """Publish what is found in files that are not open, where that is wanted."""
        if self.pulling is None and (self._published or any(r.settings.workspace for r in self.session.all_roots())):
            self.keep(self._publish_closed_files())

    async def _publish_closed_files(self) -> None:
        found = await self.closed.diagnostics()
        opened = {spelled(document.uri) for unit in self.session.units.values() for document in unit.documents}
        for uri, items in {**{uri: [] for uri in self._published - opened}, **found}.items():
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items))
        self._published = set(found)

    def _want_refresh(self) -> None:
        """Have the client ask again for what it asks for, once for all that changes together."""
        if self._refresh is None:
            self._refresh = asyncio.get_running_loop().call_later(0.05, self._ask_to_pull)

    def _ask_to_pull(self) -> None:
        self._refresh = None
        asks = self.client_capabilities.workspace
        if asks is None:
            return
        if self.pulling is not None and asks.diagnostics is not None and asks.diagnostics.refresh_support:
            self.keep(self.workspace_diagnostic_refresh_async(None))
        settings = [root.settings for root in self.session.all_roots()]
        self._shows_methods |= any(each.inlay_hints or each.code_lens for each in settings)
        if self._shows_methods and asks.inlay_hint is not None and asks.inlay_hint.refresh_support:
            self.keep(self.workspace_inlay_hint_refresh_async(None))
        if self._shows_methods and asks.code_lens is not None and asks.code_lens.refresh_support:
            self.keep(self.workspace_code_lens_refresh_async(None))

    def _write_pages(self) -> None:
        """Have the whole pages of the codes written that were sent, when there is time."""
        for code in list(self.pages.short):
            self.pages.short.discard(code)
            self.keep(self._write_page(code))

    async def _write_page(self, code: str) -> None:
        try:
            await self.session.workers.run(WritePage(code, self.pages.folder), self.session.open_texts(), 60)
        except TaskFailed as error:
            logger.error("the page of %s: %s", code, error)

    def warn(self, words: str) -> None:
        """Show a line to the user."""
        logger.warning("%s", words)
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"flake8-mp: {words}"))

    def keep(self, work: Any) -> None:
        """Do something in the background; what it raises is logged."""
        task = asyncio.get_running_loop().create_task(_guarded(work))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what has failed inside: one message, and the server goes on."""
        if source is not FeatureRequestError:  # which the client gets as the answer, and pygls logs it
            logger.error("%s", error)


async def _guarded(work: Any) -> None:
    try:
        await work
    except asyncio.CancelledError:
        raise
    except Exception as error:  # the boundary: a client that refuses a request must not end anything
        logger.error("%s: %s", type(error).__name__, error)
