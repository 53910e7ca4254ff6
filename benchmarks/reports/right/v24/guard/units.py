from __future__ import annotations

import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    name: str
    status: int


def run_unit(unit: Unit) -> None:
    time.sleep(0.05)
    sys.exit(unit.status)
