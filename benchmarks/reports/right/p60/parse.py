"""CPU-bound part; imported by the workers, free of asyncio."""
import re
from collections import Counter
from dataclasses import dataclass, field

LINK = re.compile(r"<a href=([^>\s]+)>")
_stop_words = frozenset()


@dataclass
class Page:
    path: str
    links: list[str] = field(default_factory=list)
    words: Counter = field(default_factory=Counter)


def prepare(stop_words):
    """Initializer of the executor's processes."""
    global _stop_words
    _stop_words = frozenset(stop_words)


def parse(path, text):
    words = Counter(w for w in re.sub(r"<[^>]*>", " ", text).split() if w not in _stop_words)
    return Page(path, LINK.findall(text), words)
