from .agents import Forager, Sleeper
from .world import World

__all__ = ["Forager", "Sleeper", "World"]
