from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Callable, Iterable

from importer.settings import Settings


def map_files(fn: Callable[[Path], int], paths: Iterable[Path], settings: Settings) -> list[int]:
    with multiprocessing.Pool(settings.jobs) as pool:
        return pool.map(fn, paths)
