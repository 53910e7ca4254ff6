"""What is found, as diagnostics of the protocol."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types
from pygls.uris import from_fs_path

from flake8_mp.frontends.lsp.documents import Document, Reported
from flake8_mp.frontends.lsp.rule_pages import public_url
from flake8_mp.frontends.lsp.text import Text
from flake8_mp.rule import UNUSED, Span

SOURCE = "flake8-mp"

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


class DiagnosticBuilder:
    """Makes diagnostics of findings, with what this client understands.

    ``url`` gives the address of a code's page where the configuration names no site, and ``text_at`` the text of a
    file that may not be open.
    """

    def __init__(
        self,
        capabilities: types.ClientCapabilities,
        url: Callable[[str], str | None],
        text_at: Callable[[str], Text | None],
    ) -> None:
        document = capabilities.text_document
        push = document.publish_diagnostics if document is not None else None
        pull = document.diagnostic if document is not None else None
        self._related_supported = any(each is not None and each.related_information for each in (push, pull))
        self._url_supported = any(each is not None and each.code_description_support for each in (push, pull))
        self._tags_supported = any(each is not None and each.tag_support is not None for each in (push, pull))
        self._url = url
        self._text_at = text_at

    def diagnostic(self, reported: Reported) -> types.Diagnostic:
        """Return the diagnostic of a finding."""
        finding = reported.finding
        found = types.Diagnostic(
            range=reported.document.text.range(reported.span),
            message=finding.text,
            severity=_SEVERITIES[reported.severity],
            code=finding.code,
            source=SOURCE,
        )
        if self._url_supported:
            href = public_url(finding.code, reported.docs_url) or self._url(finding.code)
            found.code_description = types.CodeDescription(href) if href is not None else None
        if self._tags_supported and finding.code == UNUSED:
            found.tags = [types.DiagnosticTag.Unnecessary]
        if self._related_supported and reported.related:
            found.related_information = [
                types.DiagnosticRelatedInformation(location, related.words)
                for document, related in reported.related
                if (location := self._location(document, related.path, related.span)) is not None
            ] or None
        return found

    def _location(self, document: Document | None, path: str, span: Span) -> types.Location | None:
        if document is not None:
            return types.Location(document.uri, document.text.range(span))
        text = self._text_at(path)
        return types.Location(from_fs_path(path) or "", text.range(span)) if text is not None else None
