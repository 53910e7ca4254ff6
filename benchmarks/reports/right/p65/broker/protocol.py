"""Messages as small classes of plain data; both sides import them."""
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Publish:
    topic: str
    body: Any


@dataclass(frozen=True)
class Fetch:
    topic: str
    limit: int = 10


@dataclass(frozen=True)
class Stats:
    pass


@dataclass(frozen=True)
class Shutdown:
    pass


@dataclass(frozen=True)
class Reply:
    ok: bool
    value: Any = None
