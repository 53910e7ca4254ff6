"""Pre-fork server: the application is loaded once, workers are forked from it."""
import os
import socket
import sys


class PreforkServer:
    def __init__(self, app, workers=2):
        self.app = app
        self.sock = socket.create_server(("127.0.0.1", 0))
        self.address = self.sock.getsockname()
        self.size = workers
        self.pids = []

    def start(self):
        for _ in range(self.size):
            pid = os.fork()
            if pid == 0:
                self._work()
            self.pids.append(pid)

    def _work(self):
        try:
            while True:
                conn, _ = self.sock.accept()
                with conn, conn.makefile("rw") as stream:
                    path = stream.readline().strip()
                    if path == "/quit":
                        break
                    stream.write(self.app.handle(path) + "\n")
        finally:
            sys.stdout.flush()
            os._exit(0)

    def stop(self):
        for pid in self.pids:
            with socket.create_connection(self.address) as sock:
                sock.sendall(b"/quit\n")
                sock.recv(1)
        for pid in self.pids:
            os.waitpid(pid, 0)
        self.sock.close()
