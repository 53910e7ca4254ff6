"""In-memory stand-in for the warehouse service (line protocol)."""
from __future__ import annotations

import socketserver
import threading


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            sku = line.decode().strip()
            self.wfile.write(f"{sku} {int(sku[3:]) * 3 % 97}\n".encode())


class FakeWarehouse(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    def __enter__(self) -> tuple[str, int]:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self.server_address

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self.server_close()
