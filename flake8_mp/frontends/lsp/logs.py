"""The log, as the client gets it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from flake8_mp.frontends.lsp.server import Server

_KINDS = {
    logging.DEBUG: types.MessageType.Log,
    logging.INFO: types.MessageType.Info,
    logging.WARNING: types.MessageType.Warning,
    logging.ERROR: types.MessageType.Error,
}


class ToClient(logging.Handler):
    """Sends what is logged to the client, as ``window/logMessage``."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server
        self._sending = False

    def emit(self, record: logging.LogRecord) -> None:
        """Send a record; one that arises from sending is dropped, and so is one of another thread."""
        if self._sending or (record.name.startswith("pygls") and record.levelno < logging.ERROR):
            return
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        self._sending = True
        try:
            kind = _KINDS.get(record.levelno, types.MessageType.Log)
            self._server.window_log_message(types.LogMessageParams(kind, self.format(record)))
        except Exception:
            self.handleError(record)
        finally:
            self._sending = False
