"""Settings of the cluster."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    broker: str
    workers: int = 2
    poll: float = 0.05
