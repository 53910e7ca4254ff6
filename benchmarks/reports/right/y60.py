"""A pre-forking echo server: the children never come back to the caller."""

import os
import signal
import socket
import sys


class PreforkServer:
    def __init__(self, workers):
        self.workers = workers
        self.pids = []
        self.socket = socket.create_server(("127.0.0.1", 0))

    @property
    def address(self):
        return self.socket.getsockname()

    def _serve(self):
        while True:
            connection, _ = self.socket.accept()
            with connection:
                connection.sendall(connection.recv(64).upper())

    def start(self):
        for _ in range(self.workers):
            pid = os.fork()
            if pid == 0:
                try:
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                    self._serve()
                finally:
                    os._exit(0)
            self.pids.append(pid)

    def stop(self):
        self.socket.close()
        for pid in self.pids:
            os.kill(pid, signal.SIGTERM)
        return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in self.pids]


def ask(address, text):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(text.encode())
        return connection.recv(64).decode()


def main():
    server = PreforkServer(2)
    server.start()
    try:
        print([ask(server.address, text) for text in ("one", "two", "three")])
    finally:
        print(server.stop())
    return 0


if __name__ == "__main__":
    sys.exit(main())
