from __future__ import annotations

from . import settings


def month_total(entry: tuple[str, list[float]]) -> str:
    month, amounts = entry
    total = sum(a * settings.RATES[settings.CURRENCY] for a in amounts)
    return f"{month} {total:.{settings.DIGITS}f} {settings.CURRENCY}"
