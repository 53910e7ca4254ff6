from dataclasses import dataclass


@dataclass(frozen=True)
class ReduceConfig:
    workers: int = 2
    needle: str = "error"
    timeout: float = 10.0
