from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from .network import Network


def solve(network: Network, factor: float) -> tuple[float, float]:
    return factor, network.flow(factor)


@dataclass
class Study:
    network: Network
    jobs: int

    def run(self, factors: list[float]) -> list[tuple[float, float]]:
        with ProcessPoolExecutor(self.jobs) as executor:
            futures = [executor.submit(solve, self.network, f) for f in factors]
            return [future.result() for future in futures]
