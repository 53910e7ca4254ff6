from __future__ import annotations

from multiprocessing.connection import Connection
from typing import Iterator


def received(conn: Connection) -> Iterator[object]:
    while True:
        try:
            yield conn.recv()
        except EOFError:
            return


def produce(out: Connection, count: int) -> None:
    with out:
        for number in range(count):
            out.send({"id": number})


def encode(source: Connection, out: Connection) -> None:
    with source, out:
        for record in received(source):
            out.send(f"id={record['id']}")
