from __future__ import annotations

import functools
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Callable

from .models import Station
from .sink import locked_append, part_path


def write_locked(path: Path, station: Station) -> None:
    with locked_append(path) as out:
        for row in station.rows():
            out.write(row)


def write_part(path: Path, station: Station) -> Path:
    part = part_path(path, station.name)
    with part.open("a") as out:
        out.writelines(station.rows())
    return part


def make_rows(path: Path, station: Station) -> list[str]:
    return list(station.rows())


def _merge(path: Path, parts: list[Path]) -> None:
    with path.open("w") as out:
        for part in parts:
            out.write(part.read_text())
            part.unlink()


def _join(path: Path, sections: list[list[str]]) -> None:
    with path.open("a") as out:
        for section in sections:
            out.writelines(section)


STRATEGIES: dict[str, tuple[Callable, Callable]] = {
    "locked": (write_locked, lambda path, nothing: None),
    "parts": (write_part, _merge),
    "parent": (make_rows, _join),
}


def build_report(stations: list[Station], path: Path, jobs: int, strategy: str) -> None:
    produce, finish = STRATEGIES[strategy]
    with ProcessPoolExecutor(jobs) as executor:
        results = list(executor.map(functools.partial(produce, path), stations))
    finish(path, results)
