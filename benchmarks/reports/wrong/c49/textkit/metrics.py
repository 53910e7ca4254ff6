import re

from .pool import scatter

_WORD = re.compile(r"\w+")


def _score(text):
    words = _WORD.findall(text)
    sentences = max(1, text.count("."))
    return round(len(words) / sentences + sum(map(len, words)) / max(1, len(words)), 2)


def readability(texts):
    """Mean sentence length plus mean word length per text."""
    return scatter(_score, list(texts))
