"""Find mistakes in Python programs that use multiprocessing."""

__version__ = "0.2.0"
