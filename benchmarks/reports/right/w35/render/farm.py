"""The environment of the workers is handed over, whatever way they are started."""
from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor


def _adopt(environment: dict[str, str]) -> None:
    os.environ.update(environment)


def _setting(_number: int) -> str:
    return f"{os.environ['RENDER_QUALITY']}/{os.environ['RENDER_THREADS']}"


class Farm(ProcessPoolExecutor):
    def __init__(self, workers: int, environment: dict[str, str]) -> None:
        wanted = {key: value for key, value in os.environ.items() if key.startswith("RENDER_")}
        super().__init__(workers, initializer=_adopt, initargs=({**wanted, **environment},))

    def settings(self, count: int) -> list[str]:
        return list(self.map(_setting, range(count)))
