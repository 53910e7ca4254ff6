"""Heat diffusion on a rod: strips of the grid are advanced in parallel, in a shared array."""

import multiprocessing as mp

POINTS = 120


def advance(cells, low, high, steps, alpha):
    for _ in range(steps):
        previous = list(cells[low:high])
        for index in range(1, len(previous) - 1):
            change = previous[index - 1] - 2 * previous[index] + previous[index + 1]
            cells[low + index] = previous[index] + alpha * change


class Rod:
    def __init__(self, points):
        self.grid = mp.Array("d", points)
        self.grid[points // 2] = 1000.0
        self.grid[points // 4] = 500.0

    def strips(self, parts):
        size = len(self.grid) // parts
        return [(part * size, (part + 1) * size) for part in range(parts)]

    def simulate(self, steps, parts=3):
        values = self.grid[:]
        processes = []
        for low, high in self.strips(parts):
            process = mp.Process(target=advance, args=(values, low, high, steps, 0.2))
            process.start()
            processes.append(process)
        for process in processes:
            process.join()
            if process.exitcode:
                raise RuntimeError(f"strip failed with {process.exitcode}")

    def hottest(self):
        return max(self.grid)


def main():
    rod = Rod(POINTS)
    before = rod.hottest()
    rod.simulate(steps=50)
    print(f"hottest before {before:.1f} after {rod.hottest():.1f}")
    assert rod.hottest() < before, "nothing has diffused"


if __name__ == "__main__":
    main()
