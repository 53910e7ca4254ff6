from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Callable


class Restart(enum.Enum):
    ALWAYS = "always"
    ON_FAILURE = "on-failure"
    NEVER = "never"

    def wanted(self, exitcode: int) -> bool:
        match self:
            case Restart.ALWAYS:
                return True
            case Restart.ON_FAILURE:
                return exitcode != 0
            case _:
                return False


@dataclass(frozen=True)
class Spec:
    name: str
    target: Callable[..., None]
    args: tuple = ()
    restart: Restart = Restart.ON_FAILURE
    intensity: int = 3
    tags: frozenset[str] = field(default_factory=frozenset)
