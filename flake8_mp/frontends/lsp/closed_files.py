"""The files of the workspace that are not open: checked for who wants to see the findings of the whole project."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass

from lsprotocol import types
from pygls.uris import from_fs_path

from flake8_mp.frontends.lsp.diagnostics import DiagnosticBuilder
from flake8_mp.frontends.lsp.documents import Document, Unit
from flake8_mp.frontends.lsp.roots import Root
from flake8_mp.frontends.lsp.session import LARGEST, Session
from flake8_mp.frontends.lsp.workers import TaskFailed
from flake8_mp.reading import read_regular

Stamp = tuple[int, int] | None
Items = list[types.Diagnostic]


@dataclass(frozen=True)
class _Known:
    """What came of the check of a file, and what it depends on."""

    stamp: Stamp
    settings: object
    consulted: tuple[tuple[str, object], ...]
    items: Items


class ClosedFiles:
    """Checks them again when they, or what was looked at for them, have changed."""

    def __init__(self, session: Session, builder: DiagnosticBuilder) -> None:
        self._session = session
        self._builder = builder
        self._known: dict[str, _Known] = {}
        self._busy = asyncio.Lock()

    async def diagnostics(self) -> dict[str, Items]:
        """Return, by their addresses, the files that are not open and of which there is something to report.

        Notebooks are left out, since their cells have no addresses while nobody has opened them.
        """
        async with self._busy:
            found: dict[str, Items] = {}
            seen: set[str] = set()
            for root in self._session.all_roots():
                if root.path and root.settings.workspace and root.settings.enable:
                    for path in await asyncio.to_thread(_files, root):
                        seen.add(path)
                        if not self._is_open(path) and (items := await self._items(root, path)):
                            found[from_fs_path(path) or ""] = items
            for path in self._known.keys() - seen:
                del self._known[path]
            return found

    def _is_open(self, path: str) -> bool:
        return any(unit.path == path for unit in self._session.units.values())

    async def _items(self, root: Root, path: str) -> Items:
        stamp = _stamp(path)
        configuration = root.configuration(os.path.dirname(path))
        settings = configuration.settings, configuration.choices, root.settings
        known = self._known.get(path)
        if known is not None and known.stamp == stamp and known.settings == settings:
            if known.consulted == self._states(each for each, _ in known.consulted):
                return known.items
        text = await asyncio.to_thread(_read, path)
        items: Items = []
        consulted: frozenset[str] = frozenset()
        if text is not None:
            item = types.TextDocumentItem(from_fs_path(path) or "", "python", 0, text)
            document = Document(item, self._session.encoding)
            unit = Unit(document.uri, path, root, [document])
            try:
                answer = await self._session.workers.run(
                    unit.task_to_check(), self._session.open_texts(), root.settings.time_limit
                )
            except TaskFailed:
                pass
            else:
                unit.take(answer)
                consulted = answer.consulted
                items = [self._builder.diagnostic(each) for each in unit.visible(document)]
        self._known[path] = _Known(stamp, settings, self._states(consulted), items)
        return items

    def _states(self, paths: Iterable[str]) -> tuple[tuple[str, object], ...]:
        """Return what stands for the contents of files: those that are open by their text."""
        texts = self._session.open_texts()
        return tuple((path, hash(texts[path]) if path in texts else _stamp(path)) for path in sorted(paths))


def _files(root: Root) -> list[str]:
    from flake8_mp.frontends.discovery import Discovery, Found
    from flake8_mp.settings import SettingsError

    try:
        found = list(Discovery(root.configuration, root.path).find([root.path]))
    except (SettingsError, OSError):
        return []
    return [each.path for each in found if isinstance(each, Found) and not each.path.endswith(".ipynb")]


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _read(path: str) -> str | None:
    from flake8_mp.frontends.checking import decode

    try:
        return decode(read_regular(path, LARGEST))
    except (OSError, ValueError, SyntaxError):
        return None
