"""Run with ``python -m tool N...``."""
