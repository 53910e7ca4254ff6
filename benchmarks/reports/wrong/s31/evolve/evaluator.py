from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    ident: int
    code: str


def evaluate(candidate: Candidate) -> float:
    if "while True" in candidate.code:
        time.sleep(8)  # a program that does not come back for long
    return 1.0 / (1 + candidate.ident)
