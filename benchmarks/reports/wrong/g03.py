"""Interference of base stations, counted cell by cell in several processes."""

import multiprocessing as mp
from collections.abc import Iterable


class InterferenceGrid:
    """{latitude: {longitude: [values]}} that several processes fill."""

    def __init__(self, manager, latitudes):
        self._cells = manager.dict({latitude: {} for latitude in latitudes})

    def add(self, latitude, longitude, value):
        row = self._cells[latitude]
        row.setdefault(longitude, []).append(value)

    def as_dict(self):
        return {latitude: dict(row) for latitude, row in self._cells.items()}


def signal_strength(station: int, latitude: int, longitude: int) -> float:
    return 100.0 / (1 + abs(station - latitude) + abs(station - longitude))


def survey(station: int, grid: InterferenceGrid, latitudes: Iterable[int], longitudes: Iterable[int]) -> None:
    for latitude in latitudes:
        for longitude in longitudes:
            strength = signal_strength(station, latitude, longitude)
            if strength > 5:
                grid.add(latitude, longitude, strength)


def main() -> None:
    latitudes = list(range(8))
    longitudes = list(range(8))
    with mp.Manager() as manager:
        grid = InterferenceGrid(manager, latitudes)
        surveys = [mp.Process(target=survey, args=(station, grid, latitudes, longitudes)) for station in range(3)]
        for process in surveys:
            process.start()
        for process in surveys:
            process.join()
        cells = grid.as_dict()
    measured = sum(len(values) for row in cells.values() for values in row.values())
    print(f"{measured} measurements in {len(cells)} rows")
    assert measured > 0, "nothing was measured"


if __name__ == "__main__":
    main()
