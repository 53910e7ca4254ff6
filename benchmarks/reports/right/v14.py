"""Tests of a tiny key-value server; the server process is a fixture."""
from __future__ import annotations

import multiprocessing as mp
import sys
import unittest
from multiprocessing.connection import Connection


def kv_server(conn: Connection) -> None:
    store: dict[str, str] = {}
    while True:
        try:
            command, *args = conn.recv()
        except EOFError:
            return
        if command == "set":
            store[args[0]] = args[1]
            conn.send("OK")
        elif command == "get":
            conn.send(store.get(args[0]))
        elif command == "quit":
            conn.send("BYE")
            return


class KvTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.client, server = mp.Pipe()
        cls.process = mp.Process(target=kv_server, args=(server,), daemon=True)
        cls.process.start()
        server.close()
        cls.addClassCleanup(cls._stop)

    @classmethod
    def _stop(cls) -> None:
        cls.client.send(("quit",))
        cls.client.recv()
        cls.client.close()
        cls.process.join(5)

    def ask(self, *message: str) -> str | None:
        self.client.send(message)
        if not self.client.poll(5):
            self.fail("no answer")
        return self.client.recv()

    def test_set_get(self) -> None:
        self.assertEqual(self.ask("set", "a", "1"), "OK")
        self.assertEqual(self.ask("get", "a"), "1")

    def test_missing(self) -> None:
        self.assertIsNone(self.ask("get", "zzz"))


def main() -> int:
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(KvTest)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(suite)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
