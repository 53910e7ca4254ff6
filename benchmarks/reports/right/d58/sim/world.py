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
                self.agents[:] = pool.map(Agent.step, self.agents)
                self.time += 1

    def __getitem__(self, name: str) -> Agent:
        return next(agent for agent in self.agents if agent.name == name)
