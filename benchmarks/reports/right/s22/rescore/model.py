"""Retention time prediction; features are computed with all cores."""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass

HYDRO = {"A": 1.8, "K": -3.9, "L": 3.8, "S": -0.8, "W": -0.9}


def features(peptide: str) -> tuple[float, int]:
    return sum(HYDRO[a] for a in peptide), len(peptide)


@dataclass
class RetentionModel:
    slope: float = 2.0
    n_jobs: int = 2

    def predict(self, peptides: list[str]) -> list[float]:
        if self.n_jobs > 1:
            with mp.Pool(self.n_jobs) as pool:
                table = pool.map(features, peptides)
        else:
            table = [features(p) for p in peptides]
        return [self.slope * h + n for h, n in table]
