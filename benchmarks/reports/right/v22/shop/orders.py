from __future__ import annotations

import functools
import multiprocessing as mp

from .stock import Stock


def handle(order: tuple[str, int], stock: Stock) -> None:
    stock.sell(*order)


def process_orders(orders: list[tuple[str, int]]) -> tuple[dict, list]:
    with mp.Manager() as manager:
        stock = Stock(manager.dict(), manager.list(), manager.Lock())
        with mp.Pool(2) as pool:
            pool.map(functools.partial(handle, stock=stock), orders)
        return stock.items.copy(), list(stock.journal)
