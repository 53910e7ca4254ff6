import logging
import multiprocessing
import socket

from .ioloop import Poller

log = logging.getLogger("ftp")
fork = multiprocessing.get_context("fork")


class BaseServer:
    def __init__(self, address, greeting):
        self.greeting = greeting
        self.backlog = 16
        self.ioloop = Poller()
        self.listener = socket.create_server(address, backlog=self.backlog)
        self.ioloop.register(self.listener.fileno(), "accept")

    @property
    def address(self):
        return self.listener.getsockname()

    def close(self):
        self.ioloop.unregister(self.listener.fileno())
        self.ioloop.close()
        self.listener.close()


class MultiprocessServer(BaseServer):
    max_children = 8

    def __init__(self, address, greeting):
        super().__init__(address, greeting)
        self._children = []

    def _session(self, conn):
        with conn:
            conn.sendall(self.greeting.encode() + b"\r\n")

    def serve(self, clients):
        served = 0
        for _ in range(clients):
            client = socket.create_connection(self.address)
            for event in self.ioloop.poll(1.0):
                if event != "accept":
                    continue
                conn, peer = self.listener.accept()
                child = fork.Process(target=self._session, args=(conn,), name=f"ftp-{peer[1]}")
                child.start()
                conn.close()
                self._children.append(child)
            if client.recv(100).startswith(b"220"):
                served += 1
            client.close()
            self._reap()
        for child in self._children:
            child.join()
        return served

    def _reap(self):
        for child in list(self._children):
            if not child.is_alive():
                child.join()
                self._children.remove(child)
