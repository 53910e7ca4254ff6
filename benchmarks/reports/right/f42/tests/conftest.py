from __future__ import annotations

import multiprocessing as mp
from typing import Iterator

import pytest


def _echo(conn) -> None:
    while (item := conn.recv()) is not None:
        conn.send(item)


@pytest.fixture
def stock_path(tmp_path):
    return tmp_path / "stock.json"


@pytest.fixture(scope="session")
def echo_server() -> Iterator["mp.connection.Connection"]:
    ours, theirs = mp.Pipe()
    proc = mp.Process(target=_echo, args=(theirs,), daemon=True)
    proc.start()
    theirs.close()
    yield ours
    ours.send(None)
    proc.join(10)
    assert proc.exitcode == 0


@pytest.fixture
def pool() -> Iterator["mp.pool.Pool"]:
    with mp.Pool(2) as pool:
        yield pool
