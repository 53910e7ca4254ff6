"""What ``compare.py`` is made of: the findings as they are kept, how they are collected, and how they are compared."""


class Refusal(Exception):
    """The input cannot be used; the text names it and the cause."""
