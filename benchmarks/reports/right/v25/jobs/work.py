from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    ident: int
    poison: bool = False


def run_job(job: Job) -> int:
    if job.poison:
        os._exit(9)
    return job.ident * 10
