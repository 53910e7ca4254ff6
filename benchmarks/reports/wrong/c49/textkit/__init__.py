from . import pool
from .metrics import readability

__all__ = ["pool", "readability"]
