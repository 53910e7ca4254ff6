"""File server that hands every accepted connection to a process."""

import multiprocessing as mp
import selectors
import socket


class IOLoop:
    def __init__(self):
        self.poller = selectors.EpollSelector()
        self.handlers = {}

    def register(self, sock, handler):
        self.poller.register(sock, selectors.EVENT_READ)
        self.handlers[sock] = handler

    def run_once(self, timeout):
        for key, _ in self.poller.select(timeout):
            self.handlers[key.fileobj]()


class FileServer:
    FILES = {"readme": "hello from the server", "licence": "MIT"}

    def __init__(self):
        self.loop = IOLoop()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.loop.register(self.listener, self.accept)
        self.children = []

    @property
    def address(self):
        return self.listener.getsockname()

    def accept(self):
        conn, _ = self.listener.accept()
        child = mp.Process(target=self.serve, args=(conn,))
        child.start()
        conn.close()
        self.children.append(child)

    def serve(self, conn):
        with conn:
            name = conn.recv(100).decode()
            conn.sendall(self.FILES.get(name, "no such file").encode())

    def close(self):
        for child in self.children:
            child.join()
        self.listener.close()


def main():
    server = FileServer()
    with socket.create_connection(server.address) as client:
        client.sendall(b"readme")
        server.loop.run_once(timeout=5)
        client.settimeout(5)
        print(client.recv(100).decode())
    server.close()


if __name__ == "__main__":
    main()
