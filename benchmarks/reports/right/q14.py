"""A lock used as a starting gate: held over start(), opened before join()."""
import multiprocessing as mp
import time


def runner(gate, opened, order, index):
    with gate:
        pass  # through
    order.put((index, opened.value))


class Race:
    def __init__(self, n):
        self.gate = mp.Lock()
        self.opened = mp.Value("b", 0)
        self.order = mp.Queue()
        self.runners = [mp.Process(target=runner, args=(self.gate, self.opened, self.order, i))
                        for i in range(n)]

    def line_up(self):
        for r in self.runners:
            r.start()
        time.sleep(0.05)

    def __enter__(self):
        self.gate.acquire()
        try:
            self.line_up()
        except BaseException:
            self.gate.release()
            raise
        return self

    def go(self):
        self.opened.value = 1
        self.gate.release()

    def __exit__(self, *exc):
        if not self.opened.value:
            self.go()  # called off: let them through all the same
        self.places = [self.order.get(timeout=15) for _ in self.runners]
        for r in self.runners:
            r.join()


def main():
    with Race(4) as race:
        race.go()
    assert sorted(race.places) == [(i, 1) for i in range(4)]
    assert {r.exitcode for r in race.runners} == {0}
    print("all", len(race.places), "started after the gate opened")


if __name__ == "__main__":
    main()
