from __future__ import annotations

from functools import partial
from multiprocessing import Pool

from shop.gateway import GatewayDown, NetworkGateway


def pay(gateway, order: dict) -> tuple[int, str]:
    try:
        return order["id"], gateway.authorize(order["card"], order["amount"])
    except GatewayDown:
        return order["id"], "failed"


def pay_all(orders: list[dict], gateway=None, processes: int = 2) -> dict[int, str]:
    with Pool(processes) as pool:
        return dict(pool.imap_unordered(partial(pay, gateway or NetworkGateway()), orders))
