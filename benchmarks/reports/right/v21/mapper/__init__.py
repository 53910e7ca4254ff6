"""A library: nothing is started when it is imported."""
from .core import ParallelMapper, parallel_map

__all__ = ["ParallelMapper", "parallel_map"]
