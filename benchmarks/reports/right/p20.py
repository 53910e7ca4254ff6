"""A ticket office: counters guarded by one Condition, notified on every change."""
import multiprocessing as mp


class Office:
    """Everything shared is inheritable, so the whole object goes to the workers."""

    def __init__(self, limit):
        self.limit = limit
        self.condition = mp.Condition()
        self.open = mp.Value("i", 0, lock=False)
        self.peak = mp.Value("i", 0, lock=False)
        self.sold = mp.Value("i", 0, lock=False)

    def _has_room(self):
        return self.open.value < self.limit

    def enter(self):
        with self.condition:
            self.condition.wait_for(self._has_room)
            self.open.value += 1
            self.peak.value = max(self.peak.value, self.open.value)

    def leave(self):
        with self.condition:
            self.open.value -= 1
            self.sold.value += 1
            self.condition.notify()

    def wait_until_sold(self, number, timeout):
        with self.condition:
            return self.condition.wait_for(lambda: self.sold.value >= number, timeout)


class Watched(Office):
    def leave(self):
        super().leave()
        with self.condition:
            self.condition.notify_all()


def clerk(office, tickets):
    for _ in range(tickets):
        office.enter()
        try:
            sum(range(1000))
        finally:
            office.leave()


def main():
    office = Watched(limit=2)
    clerks = [mp.Process(target=clerk, args=(office, 20)) for _ in range(4)]
    for c in clerks:
        c.start()
    done = office.wait_until_sold(80, timeout=15)
    for c in clerks:
        c.join()
    assert done
    assert office.open.value == 0
    assert 1 <= office.peak.value <= 2
    print("sold", office.sold.value)


if __name__ == "__main__":
    main()
