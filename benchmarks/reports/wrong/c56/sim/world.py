from __future__ import annotations

from multiprocessing import Pool

from .agents import Agent


class World:
    def __init__(self, agents: list[Agent]) -> None:
        self.agents = agents
        self.time = 0

    def run(self, steps: int, processes: int = 2) -> None:
        with Pool(processes) as pool:
            for _ in range(steps):
                pool.map(Agent.step, self.agents)
                self.time += 1

    @property
    def total_energy(self) -> float:
        return sum(agent.energy for agent in self.agents)
