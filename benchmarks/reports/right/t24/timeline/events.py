from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Event:
    timestamp: int
    source: str
    description: str
