"""A custom manager: one ledger in the server, proxies in the clients."""
import multiprocessing as mp
import threading
from multiprocessing.managers import BaseManager, NamespaceProxy


class Ledger:
    """Lives in the server; calls come from several threads there."""

    def __init__(self):
        self._lock = threading.Lock()
        self._balances = {}

    def deposit(self, account, amount):
        with self._lock:
            self._balances[account] = self._balances.get(account, 0) + amount

    def transfer(self, source, target, amount):
        with self._lock:
            if self._balances.get(source, 0) < amount:
                return False
            self._balances[source] -= amount
            self._balances[target] = self._balances.get(target, 0) + amount
            return True

    def snapshot(self):
        with self._lock:
            return dict(self._balances)


class Settings:
    def __init__(self):
        self.fee = 0


class BankManager(BaseManager):
    pass


BankManager.register("Ledger", Ledger)
BankManager.register("Settings", Settings, NamespaceProxy)


def teller(ledger, settings, name, rounds):
    fee = settings.fee
    for _ in range(rounds):
        ledger.deposit(name, 10)
        if not ledger.transfer(name, "house", fee):
            raise RuntimeError("the fee was not paid")


def main():
    with BankManager() as bank:
        ledger, settings = bank.Ledger(), bank.Settings()
        settings.fee = 2
        tellers = [mp.Process(target=teller, args=(ledger, settings, n, 5)) for n in ("x", "y")]
        for t in tellers:
            t.start()
        for t in tellers:
            t.join()
        balances = ledger.snapshot()
    assert balances == {"x": 40, "y": 40, "house": 20}, balances
    assert [t.exitcode for t in tellers] == [0, 0]
    print(balances)


if __name__ == "__main__":
    main()
