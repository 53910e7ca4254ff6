from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass

from .parser import Request
from .sentinel import UNSET


def execute(request: Request) -> str:
    depth = 1 if request.depth is UNSET else request.depth
    return f"{request.source}: depth {depth}"


@dataclass
class BatchRunner:
    jobs: int

    def run(self, requests: list[Request]) -> list[str]:
        with mp.Pool(self.jobs) as pool:
            return pool.map(execute, requests, chunksize=1)
