from .agents import Agent, Forager, Sleeper
from .world import World

__all__ = ["Agent", "Forager", "Sleeper", "World"]
