"""A store that keeps its manager: proxies stay valid as long as the store lives."""
import multiprocessing as mp
from multiprocessing.managers import BaseManager


class Ledger:
    def __init__(self):
        self._entries = []

    def add(self, who, amount):
        self._entries.append((who, amount))

    def balance(self):
        return sum(a for _, a in self._entries)

    def size(self):
        return len(self._entries)


class Offices(BaseManager):
    pass


Offices.register("Ledger", Ledger)


class Branch:
    def __init__(self):
        self._office = Offices()
        self._office.start()
        self.ledger = self._office.Ledger()

    def close(self):
        self._office.shutdown()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


def open_branch():
    return Branch()


def pay(ledger, who, n):
    for i in range(n):
        ledger.add(who, i)  # one call, one list.append: no read-modify-write


def main():
    with open_branch() as branch:
        procs = [mp.Process(target=pay, args=(branch.ledger, w, 10)) for w in "xyz"]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
            assert p.exitcode == 0
        size, balance = branch.ledger.size(), branch.ledger.balance()
    assert (size, balance) == (30, 135)
    print(size, balance)


if __name__ == "__main__":
    main()
