from __future__ import annotations

from multiprocessing import Pool

from .errors import Closed, Overdrawn

LIMITS = {"a": 100, "b": 50, "c": 5}


def check(transfer: tuple[str, str, int]) -> int:
    payer, payee, amount = transfer
    if payee == "z":
        raise Closed(payee, since="2019")
    if amount > LIMITS[payer]:
        raise Overdrawn(payer, amount - LIMITS[payer])
    return amount


def settle(transfers: list[tuple[str, str, int]]) -> int:
    with Pool(2) as pool:
        try:
            pool.map(check, [("a", "z", 1)])
        except Closed as error:
            print("closed since", error.since)
        return sum(pool.imap(check, transfers))
