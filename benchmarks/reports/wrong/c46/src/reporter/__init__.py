"""Monthly revenue reports."""
__version__ = "1.4.0"
