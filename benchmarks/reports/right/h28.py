"""A server with a selector serves each connection in a process: the method that is sent is a static one."""

import multiprocessing as mp
import selectors
import socket


class FileServer:
    FILES = {"readme": "hello from the server"}

    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        self.children = []

    def accept(self):
        conn, _ = self.listener.accept()
        child = mp.Process(target=self.serve, args=(conn, dict(self.FILES)))
        child.start()
        conn.close()
        self.children.append(child)

    @staticmethod
    def serve(conn, files):
        with conn:
            conn.sendall(files.get(conn.recv(100).decode(), "?").encode())

    def run_once(self):
        for key, _ in self.selector.select(5):
            key.data()

    def close(self):
        for child in self.children:
            child.join()
        self.selector.close()
        self.listener.close()


def main():
    server = FileServer()
    with socket.create_connection(server.listener.getsockname()) as client:
        client.sendall(b"readme")
        server.run_once()
        client.settimeout(10)
        print(client.recv(100).decode())
    server.close()


if __name__ == "__main__":
    main()
