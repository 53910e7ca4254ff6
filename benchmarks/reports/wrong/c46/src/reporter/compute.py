from __future__ import annotations

from . import settings


def convert(amount: float) -> float:
    return amount * settings.RATES[settings.CURRENCY]


def month_total(entry: tuple[str, list[float]]) -> str:
    month, amounts = entry
    total = sum(convert(a) for a in amounts)
    return f"{month} {total:.{settings.DIGITS}f} {settings.CURRENCY}"
