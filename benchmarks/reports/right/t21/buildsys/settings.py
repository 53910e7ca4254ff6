"""Settings of the package builder; defaults may be overridden by the environment."""
from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Mapping


DEFAULTS = {
    "PKG_STRIP": "yes",
    "PKG_MAX_SIZE": "400",
    "PKG_ROOT": "/usr",
}


@dataclass
class Settings:
    jobs: int = 1
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, **options) -> Settings:
        return cls(values={**DEFAULTS, **os.environ}, **options)

    def flag(self, name: str) -> bool:
        return self.values[name].lower() in ("1", "yes", "true")

    def number(self, name: str) -> int:
        return int(self.values[name])
