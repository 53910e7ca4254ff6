from __future__ import annotations

from . import settings
from .parallel import ConfiguredExecutor


def report(amount: float) -> str:
    return f"{settings.get('currency')} {amount:.{settings.get('digits')}f}"


def run_reports(amounts: list[float]) -> list[str]:
    with ConfiguredExecutor(2) as executor:
        return list(executor.map(report, amounts))
