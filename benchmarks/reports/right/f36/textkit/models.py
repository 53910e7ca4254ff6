from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    name: str
    text: str


@dataclass
class Summary:
    documents: int = 0
    words: Counter = field(default_factory=Counter)

    def __iadd__(self, other: "Summary") -> "Summary":
        self.documents += other.documents
        self.words.update(other.words)
        return self
