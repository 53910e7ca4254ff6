from __future__ import annotations

import os
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Settings:
    """Immutable; travels with every task, so workers need no globals."""

    workers: int = 2
    backend: str = "process"
    lowercase: bool = True
    min_length: int = 1

    @classmethod
    def from_env(cls) -> "Settings":
        return cls(workers=int(os.environ.get("TEXTKIT_WORKERS", "2")))

    def override(self, **changes: object) -> "Settings":
        return replace(self, **{k: v for k, v in changes.items() if v is not None})


defaults = Settings.from_env()
