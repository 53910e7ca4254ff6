from __future__ import annotations

import os
from multiprocessing.connection import Client as connect

from .protocol import Fetch, Publish, Shutdown, Stats


class BrokerError(RuntimeError):
    pass


class Client:
    """Connects when first used, anew in every process; pickles to its address and key."""

    def __init__(self, address: str, authkey: bytes):
        self.address, self.authkey = address, authkey
        self._conn = None
        self._pid = None

    def __reduce__(self):
        return type(self), (self.address, self.authkey)

    def _connection(self):
        if self._pid != os.getpid():
            self._conn = connect(self.address, "AF_UNIX", authkey=self.authkey)
            self._pid = os.getpid()
        return self._conn

    def _ask(self, message):
        conn = self._connection()
        conn.send(message)
        reply = conn.recv()
        if not reply.ok:
            raise BrokerError(reply.value)
        return reply.value

    def publish(self, topic, body):
        return self._ask(Publish(topic, body))

    def fetch(self, topic, limit=10):
        return self._ask(Fetch(topic, limit))

    def stats(self):
        return self._ask(Stats())

    def shutdown(self):
        self._ask(Shutdown())

    def raw(self, message):
        return self._ask(message)

    def close(self):
        if self._pid == os.getpid():
            self._conn.close()
        self._conn = self._pid = None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()
