from .process import pipeline

__all__ = ["pipeline"]
