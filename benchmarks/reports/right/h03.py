"""Nested data in a manager: the inner dictionary is put back after it was changed, under a lock."""

import multiprocessing as mp


class Grid:
    def __init__(self, manager, rows):
        self._cells = manager.dict({row: {} for row in rows})
        self._lock = manager.Lock()

    def add(self, row, column, value):
        with self._lock:
            cells = self._cells[row]
            cells.setdefault(column, []).append(value)
            self._cells[row] = cells

    def count(self):
        return sum(len(values) for cells in self._cells.values() for values in cells.values())


def survey(station, grid):
    for row in range(4):
        for column in range(4):
            grid.add(row, column, station * 0.5)


def main():
    with mp.Manager() as manager:
        grid = Grid(manager, range(4))
        surveys = [mp.Process(target=survey, args=(station, grid)) for station in range(3)]
        for process in surveys:
            process.start()
        for process in surveys:
            process.join()
        count = grid.count()
    print(count, "measurements")
    assert count == 48


if __name__ == "__main__":
    main()
