"""Progress slots: one writer per slot, so no lock is needed; the total is read after join."""
import multiprocessing as mp
from multiprocessing.sharedctypes import RawArray


class Meter:
    def __init__(self, slots, mine=None):
        self._slots = slots
        self._mine = mine

    def bound_to(self, index):
        return Meter(self._slots, index)

    def tick(self, amount=1):
        self._slots[self._mine] += amount

    @property
    def total(self):
        return sum(self._slots)


def crunch(meter, numbers):
    for n in numbers:
        if n % 7 == 0:
            meter.tick()


def main():
    width = 4
    meter = Meter(RawArray("q", width))
    data = list(range(7000))
    procs = []
    for i in range(width):
        p = mp.Process(target=crunch, args=(meter.bound_to(i), data[i::width]))
        p.start()
        procs.append(p)
    for p in procs:
        p.join()
    if bad := [p.name for p in procs if p.exitcode]:
        raise SystemExit(f"failed: {bad}")
    assert meter.total == 1000
    print("multiples of seven:", meter.total)


if __name__ == "__main__":
    main()
