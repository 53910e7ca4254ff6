"""The commands that actions lead to: a page of a rule, and a program run under each start method."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from flake8_mp.files import replace_text
from flake8_mp.frontends.lsp.documents import path_of
from flake8_mp.frontends.lsp.rule_pages import short_page
from flake8_mp.frontends.lsp.tasks import WritePage
from flake8_mp.frontends.lsp.workers import TaskFailed

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server

_RUN = "Run it"


async def explain(server: Server, code: str) -> str:
    """Show the page of a code; return its text in Markdown, for clients that have a better place for it."""
    code = code.strip().upper()
    text = short_page(code)
    if not text:
        server.warn(f"{code}: there is no such code")
        return ""
    url = server.pages.url(code)
    if url is not None:
        try:
            await server.session.workers.run(WritePage(code, server.pages.folder), server.session.open_texts(), 30)
            text = Path(server.pages.path(code)).read_text(encoding="utf-8")
        except (TaskFailed, OSError):
            pass
    if url is None or not await _show(server, url):
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, _plain(short_page(code))))
    return text


async def verify(server: Server, uri: str) -> str:
    """Run a program under each start method, when the user has said yes; show what happened, and return it."""
    path = path_of(uri)
    if not os.path.isfile(path):
        server.warn(f"{path}: save it first; a program is run from its file")
        return ""
    root = server.session.root_of(path)
    folder = root.path or os.path.dirname(path)
    question = types.ShowMessageRequestParams(
        types.MessageType.Warning,
        f"Run {os.path.relpath(path, folder)} under fork, spawn and forkserver in {folder}? What it writes, deletes or "
        "sends is really written, deleted or sent, each time.",
        actions=[types.MessageActionItem(_RUN), types.MessageActionItem("Cancel")],
    )
    answer = await server.window_show_message_request_async(question)
    if answer is None or answer.title != _RUN:
        return ""
    printed = await _run(server, path, folder, root.settings.python)
    shown = await _show_text(server, f"verify-{os.path.basename(path)}.txt", printed)
    last = next((line for line in reversed(printed.splitlines()) if line.strip()), "it printed nothing")
    server.window_show_message(types.ShowMessageParams(types.MessageType.Info, last if shown else printed))
    return printed


async def _run(server: Server, path: str, folder: str, python: str | None) -> str:
    """Run ``flake8-mp verify`` as a process of its own and return what it says."""
    program = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from {0} import main; sys.exit(main())"
    found = json.dumps(sys.path)
    chosen = ["--python", python] if python else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", program.format("flake8_mp.frontends.cli"), found, "verify", *chosen),
        os.path.relpath(path, folder),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with _Progress(server, f"{os.path.basename(path)} runs under each start method"):
            stated, _ = await process.communicate()
    except asyncio.CancelledError:
        if process.returncode is None:
            process.terminate()  # upon which it ends the runs
        raise
    return stated.decode(errors="replace")


class _Progress:
    """Shows that something goes on, where the client can."""

    def __init__(self, server: Server, title: str) -> None:
        self._server = server
        self._title = title
        self._token = f"flake8-mp-{id(self)}"
        window = server.client_capabilities.window
        self._shows = window is not None and bool(window.work_done_progress)

    async def __aenter__(self) -> None:
        if self._shows:
            progress = self._server.work_done_progress
            await progress.create_async(self._token)
            progress.begin(self._token, types.WorkDoneProgressBegin(title=self._title, cancellable=False))

    async def __aexit__(self, *error: object) -> None:
        if self._shows:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())


async def _show(server: Server, uri: str) -> bool:
    """Have the client open something; says whether it did."""
    window = server.client_capabilities.window
    if window is None or window.show_document is None or not window.show_document.support:
        return False
    result = await server.window_show_document_async(types.ShowDocumentParams(uri=uri, take_focus=True))
    return bool(result.success)


async def _show_text(server: Server, name: str, text: str) -> bool:
    folder = server.pages.folder or tempfile.gettempdir()
    path = os.path.join(os.path.dirname(folder), name)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        replace_text(Path(path), text)
    except OSError:
        return False
    return await _show(server, from_fs_path(path) or "")


def _plain(markdown: str) -> str:
    return markdown.replace("**", "").replace("`", "")
