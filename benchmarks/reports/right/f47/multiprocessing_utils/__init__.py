"""Run snippets in fresh interpreters; looks like multiprocessing, is subprocess."""
from .process import Pool, Process
from .queue import Queue

__all__ = ["Pool", "Process", "Queue"]
