import re

from .pool import scatter

_WORD = re.compile(r"\w+")


def _score(text):
    words = _WORD.findall(text)
    return len(words), max(1, text.count("."))


def readability(texts):
    return [words / sentences for words, sentences in scatter(_score, list(texts))]
