from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import Any, Callable

from . import settings


class ConfiguredExecutor(ProcessPoolExecutor):
    """Workers start with the settings that hold when the executor is made."""

    def __init__(self, max_workers: int, *, initializer: Callable[..., None] | None = None, initargs: tuple[Any, ...] = ()) -> None:
        super().__init__(
            max_workers,
            initializer=_start_worker,
            initargs=(settings.snapshot(), initializer, initargs),
        )


def _start_worker(values: dict[str, Any], then: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    settings.restore(values)
    if then is not None:
        then(*args)
