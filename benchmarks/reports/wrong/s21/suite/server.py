from __future__ import annotations

import multiprocessing as mp
from multiprocessing.connection import Connection

from .realm import Realm


def serve(realm: Realm, conn: Connection) -> None:
    while (message := conn.recv()) is not None:
        principal, key = message
        conn.send(200 if realm.verify(principal, key) else 401)


class LoginServer:
    def __init__(self, realm: Realm) -> None:
        self.conn, self._other = mp.Pipe()
        self.process = mp.Process(target=serve, args=(realm, self._other), daemon=True)

    def __enter__(self) -> "LoginServer":
        self.process.start()
        self._other.close()
        return self

    def login(self, principal: str, key: str) -> int:
        self.conn.send((principal, key))
        return self.conn.recv()

    def __exit__(self, *exc: object) -> None:
        self.conn.send(None)
        self.process.join()
        self.conn.close()
