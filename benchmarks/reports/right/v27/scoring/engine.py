from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

from . import settings


def score(value: float) -> str:
    low, high = settings.get("labels")
    return high if value > settings.get("threshold") else low


def score_all(values: list[float]) -> list[str]:
    with ProcessPoolExecutor(
        max_workers=2,
        initializer=settings.restore,
        initargs=(settings.snapshot(),),
    ) as executor:
        return list(executor.map(score, values))
