from .process import STATS, pipeline

__all__ = ["STATS", "pipeline"]
