"""A bounded ticket counter: waits on a predicate, so an early notify is not lost."""
import multiprocessing as mp


class Tickets:
    def __init__(self):
        self._cond = mp.Condition()
        self._free = mp.Value("i", 0, lock=False)
        self._sold = mp.Value("i", 0, lock=False)

    def _take(self):
        self._free.value -= 1
        self._sold.value += 1

    def add(self, n):
        with self._cond:
            self._free.value += n
            self._cond.notify_all()

    def buy(self):
        with self._cond:
            self._cond.wait_for(self._available)
            self._take()

    def _available(self):
        return self._free.value > 0

    def sold(self):
        with self._cond:
            return self._sold.value


def buyer(tickets, n):
    for _ in range(n):
        tickets.buy()


def main():
    tickets = Tickets()
    tickets.add(1)  # before anybody waits
    buyers = [mp.Process(target=buyer, args=(tickets, 4)) for _ in range(3)]
    for b in buyers:
        b.start()
    tickets.add(5)
    tickets.add(6)
    for b in buyers:
        b.join()
    assert all(b.exitcode == 0 for b in buyers)
    assert tickets.sold() == 12
    print("sold", tickets.sold())


if __name__ == "__main__":
    main()
