"""A supervisor process that owns a pool of its own (so it must not be a daemon)."""
import multiprocessing as mp


def cube(n):
    return n ** 3


class Department(mp.Process):
    daemonic = False

    def __init__(self, name, numbers, out):
        super().__init__(name=name, daemon=self.daemonic)
        self.numbers = numbers
        self.out = out

    def run(self):
        with mp.Pool(2) as pool:
            result = pool.map(cube, self.numbers)
            pool.close()
            pool.join()
        self.out.send((self.name, sum(result)))
        self.out.close()


def main():
    staff = []
    for name, numbers in {"a": range(5), "b": range(5, 10)}.items():
        here, there = mp.Pipe(duplex=False)
        d = Department(name, list(numbers), there)
        d.start()
        there.close()
        staff.append((d, here))
    totals = {}
    for d, conn in staff:
        with conn:
            name, total = conn.recv()
        totals[name] = total
        d.join()
        assert d.exitcode == 0
    assert totals == {"a": 100, "b": 2025 - 100}
    print(totals)


if __name__ == "__main__":
    main()
