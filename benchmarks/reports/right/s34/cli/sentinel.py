from __future__ import annotations

import enum


class Sentinel(enum.Enum):
    """Marks options that were not given; None is a legal value."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return f"<{self.name}>"


UNSET = Sentinel.UNSET
