import os
from dataclasses import dataclass, field
from typing import Mapping


def _int(environ: Mapping[str, str], name: str, default: int) -> int:
    raw = environ.get(name, "")
    try:
        return int(raw) if raw else default
    except ValueError:
        raise SystemExit(f"{name} must be a number, not {raw!r}") from None


@dataclass(frozen=True)
class Config:
    workers: int = 2
    poll: float = 5.0
    tags: tuple[str, ...] = field(default=("default",))

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        return cls(
            workers=max(1, _int(environ, "SCHED_WORKERS", cls.workers)),
            tags=tuple(environ.get("SCHED_TAGS", "default").split(",")),
        )
