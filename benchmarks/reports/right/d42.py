"""Commands are dispatched by name on a picklable object, with state coming back explicitly."""
from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import Any


class Account:
    def __init__(self, owner: str, balance: int = 0) -> None:
        self.owner = owner
        self.balance = balance
        self.history: list[tuple[str, int]] = []

    def deposit(self, amount: int) -> Account:
        self.balance += amount
        self.history.append(("deposit", amount))
        return self

    def withdraw(self, amount: int) -> Account:
        if amount > self.balance:
            raise ValueError("overdrawn")
        self.balance -= amount
        self.history.append(("withdraw", amount))
        return self


def perform(account: Account, commands: list[tuple[str, Any]]) -> Account:
    for name, argument in commands:
        account = getattr(account, name)(argument)
    return account


class Bank:
    def __init__(self, owners: list[str]) -> None:
        self.accounts = {owner: Account(owner) for owner in owners}

    def settle(self, orders: dict[str, list[tuple[str, int]]]) -> None:
        with ProcessPoolExecutor(2) as executor:
            running = {
                owner: executor.submit(perform, self.accounts[owner], commands)
                for owner, commands in orders.items()
            }
        self.accounts.update({owner: future.result() for owner, future in running.items()})


def main() -> None:
    bank = Bank(["ann", "bob"])
    bank.settle({"ann": [("deposit", 50), ("withdraw", 20)], "bob": [("deposit", 7)]})
    bank.settle({"ann": [("withdraw", 30)]})
    assert [a.balance for a in bank.accounts.values()] == [0, 7]
    assert len(bank.accounts["ann"].history) == 3
    try:
        bank.settle({"bob": [("withdraw", 8)]})
    except ValueError as exc:
        print("refused:", exc)
    else:
        raise AssertionError("overdraft accepted")


if __name__ == "__main__":
    main()
