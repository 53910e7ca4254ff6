from multiprocessing import Array, Lock

from .locks import ordered


class Bank:
    def __init__(self, start):
        self._money = Array("q", start, lock=False)
        self._locks = [Lock() for _ in start]

    def _move(self, src, dst, amount):
        self._money[src] -= amount
        self._money[dst] += amount

    def transfer(self, src, dst, amount):
        with ordered(self._locks, src, dst):
            self._move(src, dst, amount)

    def balances(self):
        with ordered(self._locks, *range(len(self._locks))):
            return list(self._money)

    def total(self):
        return sum(self.balances())


def transfer_many(bank, src, dst, times):
    for _ in range(times):
        bank.transfer(src, dst, 1)
