from __future__ import annotations

import logging
import socket

log = logging.getLogger(__name__)


class Listener:
    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = 0
        self.sock: socket.socket | None = None

    def start(self) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((self.host, self.port))
        sock.listen(16)
        self.port = sock.getsockname()[1]
        self.sock = sock
        log.info("listening")

    def stop(self) -> None:
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def restart(self) -> None:
        self.stop()
        self.start()
