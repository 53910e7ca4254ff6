from __future__ import annotations

import csv
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    max_field: int
    jobs: int

    def apply(self) -> None:
        """Process-wide knobs of the libraries we use."""
        csv.field_size_limit(self.max_field)
        sys.setrecursionlimit(5_000)
