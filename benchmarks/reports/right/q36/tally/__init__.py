"""Run with ``python -m tally``."""
