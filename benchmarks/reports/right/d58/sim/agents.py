from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Agent:
    name: str
    energy: float = 10.0
    age: int = 0

    def step(self) -> Agent:
        self.age += 1
        self.act()
        return self


@dataclass
class Forager(Agent):
    skill: float = 1.0

    def act(self) -> None:
        self.energy += self.skill - 0.5


@dataclass
class Sleeper(Agent):
    def act(self) -> None:
        self.energy -= 0.25
