"""Diagnostics for clients that ask for them: of one document, or of the whole workspace."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping

from lsprotocol import converters, types

from flake8_mp.frontends.lsp.closed_files import ClosedFiles, Items
from flake8_mp.frontends.lsp.diagnostics import DiagnosticBuilder
from flake8_mp.frontends.lsp.documents import spelled
from flake8_mp.frontends.lsp.session import Session

_HELD, _STEP = 10, 0.5
"""An answer about the workspace in which nothing has changed is held back for so many steps of so many seconds, since
clients ask again at once."""

Report = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport
WorkspaceReport = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


class Pulling:
    """Answers; ``session`` knows what is open, and ``closed`` all else."""

    def __init__(self, session: Session, builder: DiagnosticBuilder, closed: ClosedFiles) -> None:
        self._session = session
        self._builder = builder
        self._closed = closed
        self._converter = converters.get_converter()

    async def document(self, params: types.DocumentDiagnosticParams) -> Report:
        """Return what is found in a document as it is now."""
        found = self._session.find(params.text_document.uri)
        if found is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        unit, document = found
        await self._session.settled(unit)
        items = [self._builder.diagnostic(each) for each in unit.visible(document)]
        mark = self._mark(items)
        if mark == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=mark)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=mark)

    async def workspace(self, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        """Return what is found in the files of the workspace: of the open ones as they are now, of others on the disk.

        Where nothing has changed since the client asked last, the answer waits for a while.
        """
        before = {spelled(each.uri): (each.uri, each.value) for each in params.previous_result_ids}
        reports: list[WorkspaceReport] = []
        for step in range(_HELD):
            reports = await self._reports(before)
            if not before or any(isinstance(each, types.WorkspaceFullDocumentDiagnosticReport) for each in reports):
                break
            if step < _HELD - 1:
                await asyncio.sleep(_STEP)
        return types.WorkspaceDiagnosticReport(items=reports)

    async def _reports(self, before: Mapping[str, tuple[str, str]]) -> list[WorkspaceReport]:
        versions: dict[str, int] = {}
        found: dict[str, Items] = {}
        for unit in list(self._session.checked_units()):
            await self._session.settled(unit)
            for document in unit.documents:
                found[document.uri] = [self._builder.diagnostic(each) for each in unit.visible(document)]
                versions[document.uri] = document.version
        met = {spelled(uri) for uri in found}
        for uri, items in (await self._closed.diagnostics()).items():
            if uri not in met:
                met.add(uri)
                found[before[uri][0] if uri in before else uri] = items
        # The diagnostics of files that have none any more are cleared.
        found = {**{uri: [] for own, (uri, _) in before.items() if own not in met}, **found}
        reports: list[WorkspaceReport] = []
        for uri, items in found.items():
            mark = self._mark(items)
            if before.get(spelled(uri), ("", ""))[1] == mark:
                reports.append(
                    types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=mark, version=versions.get(uri))
                )
            else:
                reports.append(
                    types.WorkspaceFullDocumentDiagnosticReport(
                        uri=uri, items=items, result_id=mark, version=versions.get(uri)
                    )
                )
        return reports

    def _mark(self, items: Items) -> str:
        text = json.dumps(self._converter.unstructure(items), sort_keys=True)
        return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()
