from .engine import Engine
from .job import Job

__all__ = ["Engine", "Job"]
