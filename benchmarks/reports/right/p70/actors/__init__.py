from .core import Actor, handles
from .system import System

__all__ = ["Actor", "System", "handles"]
