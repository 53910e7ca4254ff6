from .reader import read_rows
from .score import score_row

__all__ = ["read_rows", "score_row"]
