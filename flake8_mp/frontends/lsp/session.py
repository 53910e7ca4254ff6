"""What is open and what is known about it: checked when it changes, the newest text first and only.

Nothing here speaks to the client; ``on_update`` is called when something changes.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from lsprotocol import types

from flake8_mp.frontends.lsp.client_settings import ClientSettings
from flake8_mp.frontends.lsp.documents import Document, Unit, path_of
from flake8_mp.frontends.lsp.roots import Root
from flake8_mp.frontends.lsp.tasks import Checked
from flake8_mp.frontends.lsp.text import Text
from flake8_mp.frontends.lsp.workers import TaskFailed, TooSlow, Workers
from flake8_mp.paths import below
from flake8_mp.reading import read_regular
from flake8_mp.rule import INTERNAL

logger = logging.getLogger(__name__)

LARGEST = 2_000_000
"""Bytes of a file of which no more than its text is needed, and that is not open."""


class Session:
    """The open documents of one client.

    ``on_update`` is called with a unit when it has been checked, and whether that was on account of something else than
    a change of its own text; ``on_error`` with a line that the user wants to see.
    """

    def __init__(
        self, workers: Workers, on_update: Callable[[Unit, bool], None], on_error: Callable[[str], None]
    ) -> None:
        self.workers = workers
        self.encoding = "utf-16"
        self.roots: dict[str, Root] = {}
        self.elsewhere = Root("", ClientSettings())
        self.units: dict[str, Unit] = {}
        self._by_document: dict[str, tuple[Unit, Document]] = {}
        self._on_update = on_update
        self._on_error = on_error
        self._reported: set[str] = set()

    # Roots

    def root_of(self, path: str) -> Root:
        """Return the workspace folder that a file lies in: the innermost one."""
        found = self.elsewhere
        for folder, root in self.roots.items():
            inside = path == folder or below(path, folder) is not None
            if inside and len(folder) > len(found.path):
                found = root
        if not os.path.isabs(path) and self.roots:
            found = next(iter(self.roots.values()))
        return found

    def set_roots(self, folders: Sequence[str], settings: ClientSettings) -> None:
        """Take these folders as the workspace; those that are known already keep their settings."""
        self.roots = {folder: self.roots.get(folder) or Root(folder, settings) for folder in folders}
        for unit in self.units.values():
            unit.root = self.root_of(unit.path)

    def all_roots(self) -> list[Root]:
        """Return the workspace folders, and what stands for all else."""
        return [*self.roots.values(), self.elsewhere]

    # Documents

    def open(self, items: Sequence[types.TextDocumentItem], notebook: str | None = None) -> Unit:
        """Open a document, or a notebook with its cells."""
        documents = [Document(item, self.encoding) for item in items]
        uri = notebook if notebook is not None else items[0].uri
        path = path_of(uri)
        if notebook is not None and not path.endswith(".ipynb"):
            path += ".ipynb"
        self.close(uri)
        unit = Unit(uri, path, self.root_of(path), documents, notebook is not None)
        self.units[uri] = unit
        for document in documents:
            self._by_document[document.uri] = unit, document
        self.touch(unit)
        self.touch_dependents(unit)
        return unit

    def add_cells(self, unit: Unit, items: Iterable[types.TextDocumentItem]) -> dict[str, Document]:
        """Open further cells of a notebook; who calls this puts them into their places."""
        found = {item.uri: Document(item, self.encoding) for item in items}
        for uri, document in found.items():
            self._by_document[uri] = unit, document
        return found

    def close(self, uri: str) -> Unit | None:
        """Close a document or a notebook; return what it was, or None where it is not open."""
        unit = self.units.pop(uri, None)
        if unit is None:
            return None
        if unit.task is not None:
            unit.task.cancel()
        for document in unit.documents:
            self._by_document.pop(document.uri, None)
        self.touch_dependents(unit)
        return unit

    def forget_cell(self, uri: str) -> None:
        """Close a cell."""
        self._by_document.pop(uri, None)

    def find(self, uri: str) -> tuple[Unit, Document] | None:
        """Return an open document, with the unit that it belongs to."""
        return self._by_document.get(uri)

    def change(
        self, uri: str, events: Sequence[types.TextDocumentContentChangeEvent], version: int
    ) -> tuple[Unit, Document] | None:
        """Change the text of an open document, and move with it what is known; it is not checked yet."""
        found = self.find(uri)
        if found is None:
            logger.warning("a change of %s, which is not open", uri)
            return None
        unit, document = found
        for change in document.change(events, version):
            unit.move(document, change)
        return found

    def text_at(self, path: str) -> Text | None:
        """Return the text of a file, as it is open or else as it is on the disk; None where it cannot be read."""
        for unit in self.units.values():
            if unit.path == path and not unit.notebook:
                return unit.documents[0].text
        try:
            from flake8_mp.frontends.checking import decode

            return Text(decode(read_regular(path, LARGEST)), self.encoding)
        except (OSError, ValueError, SyntaxError):
            return None

    def open_texts(self) -> dict[str, str]:
        """Return the texts of the Python files that are open, by their paths."""
        return {
            unit.path: unit.documents[0].normal
            for unit in self.units.values()
            if not unit.notebook and unit.is_python and os.path.isabs(unit.path)
        }

    # Checks

    def touch(self, unit: Unit, delay: float = 0.0, other: bool = False) -> None:
        """Have a unit checked, in so many seconds unless it is touched again; what is under way for it is given up.

        ``other`` says that the reason is something else than its own text.
        """
        unit.generation += 1
        if unit.task is not None:
            unit.task.cancel()
            unit.task = None
        if unit.is_python:
            unit.task = asyncio.get_running_loop().create_task(self._check(unit, unit.generation, delay, other))

    def touch_dependents(self, changed: Unit, delay: float = 0.0) -> None:
        """Have those units checked that have looked at a unit's file."""
        self.touch_dependents_of({changed.path}, delay, changed)

    def touch_dependents_of(self, paths: set[str], delay: float = 0.0, but: Unit | None = None) -> None:
        """Have those units checked that have looked at one of these files."""
        for unit in list(self.units.values()):
            if unit is not but and unit.consulted & paths:
                self.touch(unit, delay + unit.pause if delay else 0.0, other=True)

    def touch_all(self) -> None:
        """Have everything checked again, since what decides about all of it has changed."""
        for unit in list(self.units.values()):
            self.touch(unit, other=True)

    async def settled(self, unit: Unit) -> None:
        """Wait until a unit is checked as it is now, or cannot be."""
        while unit.task is not None and not unit.task.done():
            await asyncio.wait({unit.task})

    async def _check(self, unit: Unit, generation: int, delay: float, other: bool) -> None:
        if delay:
            await asyncio.sleep(delay)
        if not unit.root.settings.enable:
            answer = Checked()
        else:
            try:
                answer = await self._answer(unit)
            except TaskFailed as error:
                unit.slow = isinstance(error, TooSlow)
                self._failed(unit, error)
                return
        if unit.generation != generation:  # it cannot be any more, unless somebody forgot to touch it
            return
        unit.slow = False
        unit.take(answer)
        unit.checked = generation
        for finding in answer.findings:
            if finding.code == INTERNAL:
                self._once(f"{unit.path}: {finding.message}", logger.error)
        self._on_update(unit, other)

    async def _answer(self, unit: Unit) -> Checked:
        task = unit.task_to_check()
        if unit.root.trouble:
            self._once(unit.root.trouble, self._on_error)
        started = time.perf_counter()
        try:
            answer = await self.workers.run(task, self.open_texts(), unit.root.settings.time_limit)
        finally:
            unit.cost = time.perf_counter() - started
        logger.debug("%s: %d findings in %.0f ms", unit.path, len(answer.findings), unit.cost * 1000)
        return answer

    def _failed(self, unit: Unit, error: TaskFailed) -> None:
        if isinstance(error, TooSlow):
            self._once(f"{unit.path}: not checked: {error}; its findings are as they were", self._on_error)
        else:
            self._once(f"{unit.path}: not checked: {error}", logger.error)

    def _once(self, words: str, callback: Callable[[str], None]) -> None:
        """Report something unless it has been reported."""
        if words not in self._reported:
            self._reported.add(words)
            callback(words)

    def clear_reported(self) -> None:
        """Report again what is still wrong: something has changed that may have fixed it."""
        self._reported.clear()

    def close_all(self) -> None:
        """Give up everything."""
        for unit in self.units.values():
            if unit.task is not None:
                unit.task.cancel()
        self.workers.close()

    def checked_units(self) -> Iterator[Unit]:
        """Yield the units that are checked at all."""
        return (unit for unit in self.units.values() if unit.is_python)
