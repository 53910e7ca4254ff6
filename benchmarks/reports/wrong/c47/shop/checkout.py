from __future__ import annotations

from multiprocessing import Pool

from shop import gateway


def pay(order: dict) -> tuple[int, str]:
    try:
        return order["id"], gateway.authorize(order["card"], order["amount"])
    except gateway.GatewayDown:
        return order["id"], "failed"


def pay_all(orders: list[dict], processes: int = 2) -> dict[int, str]:
    with Pool(processes) as pool:
        return dict(pool.imap_unordered(pay, orders))
