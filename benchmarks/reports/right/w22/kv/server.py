from __future__ import annotations

import contextlib
import socketserver
import threading
from typing import Iterator


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(self.server.data[line.decode().strip()].encode() + b"\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextlib.contextmanager
def serving(data: dict[str, str]) -> Iterator[tuple]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.data = data
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.server_address
        finally:
            server.shutdown()
            thread.join()
