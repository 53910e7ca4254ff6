from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from unittest.mock import MagicMock

import pytest

from shop import bulk
from shop.stock import StockFile


@pytest.mark.parametrize("factory", [partial(ProcessPoolExecutor, 2), partial(ThreadPoolExecutor, 3)])
def test_bulk_add(stock_path, factory):
    assert bulk.bulk_add(stock_path, [("nut", 1), ("bolt", 2)] * 20, factory) == 40
    assert StockFile(stock_path).count("nut") == 20
    assert StockFile(stock_path).count("bolt") == 40


def test_bulk_add_patched(monkeypatch, stock_path):
    calls = []
    monkeypatch.setattr(bulk, "_apply", lambda *args: calls.append(args))
    bulk.bulk_add(stock_path, [("nut", 1)] * 3, lambda: ThreadPoolExecutor(1))
    assert len(calls) == 3 and threading.active_count() >= 1


def test_bulk_add_mock_executor(stock_path):
    executor = MagicMock()
    executor.__enter__.return_value.map.return_value = iter([1, 2])
    assert bulk.bulk_add(stock_path, [("nut", 1)], lambda: executor) == 2


def test_pool_fixture(pool):
    assert pool.map(abs, range(-5, 0)) == [5, 4, 3, 2, 1]


def test_echo(echo_server):
    echo_server.send({"a": 1})
    assert echo_server.poll(10)
    assert echo_server.recv() == {"a": 1}
