"""Share a token table between processes through one shared memory block."""
from __future__ import annotations

import json
import secrets
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


class TokenTable:
    """A JSON document in shared memory, length prefixed."""

    HEADER = 4

    def __init__(self, name: str | None = None, size: int = 64 * 1024):
        self._shm = SharedMemory(name=name, create=name is None, size=size)
        if name is None:
            self._store({})

    @property
    def name(self) -> str:
        return self._shm.name

    def _store(self, doc: dict) -> None:
        raw = json.dumps(doc).encode()
        self._shm.buf[: self.HEADER] = len(raw).to_bytes(self.HEADER, "big")
        self._shm.buf[self.HEADER : self.HEADER + len(raw)] = raw

    def load(self) -> dict:
        size = int.from_bytes(self._shm.buf[: self.HEADER], "big")
        return json.loads(bytes(self._shm.buf[self.HEADER : self.HEADER + size]))

    def put(self, user: str, token: str) -> None:
        doc = self.load()
        doc[user] = token
        self._store(doc)

    def close(self) -> None:
        self._shm.close()

    def __enter__(self) -> "TokenTable":
        return self

    def __exit__(self, *exc) -> None:
        self.close()


def issue(table_name: str, user: str) -> None:
    with TokenTable(table_name) as table:
        table.put(user, secrets.token_hex(8))


def main() -> None:
    with TokenTable() as table:
        for user in ("ann", "bob", "cas"):
            worker = Process(target=issue, args=(table.name, user))
            worker.start()
            worker.join()
        print(sorted(table.load()))


if __name__ == "__main__":
    main()
