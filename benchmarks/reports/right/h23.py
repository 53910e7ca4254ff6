"""Strips are computed on copies; every worker sends its strip back and the parent writes it."""

import multiprocessing as mp


def advance(part, values, results):
    values[0] = 0.0
    for index in range(1, len(values)):
        values[index] = (values[index] + values[index - 1]) / 2
    results.put((part, values))


class Rod:
    def __init__(self, points):
        self.grid = mp.Array("d", points)
        self.grid[points // 3] = 900.0

    def simulate(self, parts=3):
        size = len(self.grid) // parts
        results = mp.SimpleQueue()
        processes = [mp.Process(target=advance, args=(part, self.grid[part * size : (part + 1) * size], results)) for part in range(parts)]
        for process in processes:
            process.start()
        for _ in processes:
            part, values = results.get()
            self.grid[part * size : (part + 1) * size] = values
        for process in processes:
            process.join()


def main():
    rod = Rod(60)
    before = list(rod.grid)
    rod.simulate()
    print(max(rod.grid))
    assert list(rod.grid) != before


if __name__ == "__main__":
    main()
