"""Pre-forking echo service: children leave by os._exit, the parent reaps each of them."""
from __future__ import annotations

import os
import signal
import socket
import sys
from dataclasses import dataclass, field


@dataclass
class PreforkServer:
    children: int
    pids: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sock = socket.create_server(("127.0.0.1", 0))
        self.address = self.sock.getsockname()

    def spawn(self) -> None:
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            self.pids.add(pid)
            return
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self.serve()
            status = 0
        finally:
            os._exit(status)

    def serve(self) -> None:
        while True:
            conn, _ = self.sock.accept()
            with conn:
                conn.sendall(conn.recv(100).upper())

    def start(self) -> None:
        for _ in range(self.children):
            self.spawn()

    def stop(self) -> None:
        for pid in self.pids:
            os.kill(pid, signal.SIGTERM)
        while self.pids:
            pid, status = os.waitpid(self.pids.pop(), 0)
            assert os.WIFSIGNALED(status)
        self.sock.close()


def ask(address: tuple[str, int], text: str) -> str:
    with socket.create_connection(address, timeout=5) as sock:
        sock.sendall(text.encode())
        return sock.recv(100).decode()


def main() -> None:
    server = PreforkServer(2)
    server.start()
    try:
        print([ask(server.address, f"hello {n}") for n in range(5)])
    finally:
        server.stop()


if __name__ == "__main__":
    main()
