from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    lsn: int
    table: str
    payload: str
