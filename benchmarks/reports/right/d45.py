"""Bounded slots guarded by a condition; waiting is always for a predicate."""
import multiprocessing as mp


class Slots:
    def __init__(self, size):
        self.changed = mp.Condition()
        self.free = mp.Value("i", size, lock=False)
        self.peak = mp.Value("i", 0, lock=False)
        self.size = size

    def take(self):
        with self.changed:
            while self.free.value == 0:
                self.changed.wait()
            self.free.value -= 1
            self.peak.value = max(self.peak.value, self.size - self.free.value)

    def give(self):
        with self.changed:
            self.free.value += 1
            self.changed.notify()

    def wait_idle(self):
        with self.changed:
            return self.changed.wait_for(lambda: self.free.value == self.size, timeout=20)

    __enter__ = take

    def __exit__(self, *exc):
        self.give()


def visitor(slots, visits, total):
    for _ in range(visits):
        with slots:
            with total.get_lock():
                total.value += 1


def main(visitors=3, visits=30):
    slots, total = Slots(2), mp.Value("i", 0)
    procs = [mp.Process(target=visitor, args=(slots, visits, total)) for _ in range(visitors)]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    assert slots.wait_idle()
    assert total.value == visitors * visits and 1 <= slots.peak.value <= 2
    print(total.value)


if __name__ == "__main__":
    main()
