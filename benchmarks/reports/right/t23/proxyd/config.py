from dataclasses import dataclass


@dataclass(frozen=True)
class Config:
    workers: int = 1
    requests: int = 10
    backlog: int = 16
