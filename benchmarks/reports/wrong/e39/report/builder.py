from __future__ import annotations

import functools
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from report.models import Station
from report.sink import append_to


def write_section(path: Path, station: Station) -> int:
    written = 0
    with append_to(path) as writer:
        for hour, value in station.measurements():
            writer.writerow(station.name, hour, value, "ok")
            written += 1
    return written


def build_report(stations: list[Station], path: Path, jobs: int) -> int:
    with append_to(path) as writer:
        writer.writerow("station", "hour", "value", "state")
    with ProcessPoolExecutor(jobs) as executor:
        return sum(executor.map(functools.partial(write_section, path), stations))
