from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass

from .model import RetentionModel


def peptides_of(run: str) -> list[str]:
    base = "AKLSW"
    return [base[i % 5] * 2 + base[(i + len(run)) % 5] for i in range(20)]


def rescore(run: str) -> tuple[str, float]:
    peptides = peptides_of(run)
    predicted = RetentionModel().predict(peptides)
    observed = [p * 1.1 for p in predicted]
    return run, sum(abs(a - b) for a, b in zip(observed, predicted)) / len(peptides)


@dataclass
class Pipeline:
    runs: list[str]
    jobs: int

    def execute(self) -> dict[str, float]:
        with mp.Pool(self.jobs) as pool:
            return dict(pool.imap_unordered(rescore, self.runs))
