from __future__ import annotations

from multiprocessing.connection import Connection

from .messages import Change


def prefetch(count: int, out: Connection) -> None:
    for lsn in range(count):
        out.send(Change(lsn, f"t{lsn % 3}", f"row {lsn}"))
    out.close()


def transform(source: Connection, out: Connection) -> None:
    while True:
        try:
            change = source.recv()
        except EOFError:
            break
        out.send(f"insert into {change.table} values ('{change.payload}')")
    out.close()
