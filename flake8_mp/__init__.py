"""Find the ways in which a Python program breaks when it uses more than one process."""

__version__ = "0.2.0"
