from __future__ import annotations

from collections import Counter

from .models import Document, Summary
from .settings import Settings


def summarise(settings: Settings, document: Document) -> Summary:
    text = document.text.lower() if settings.lowercase else document.text
    words = (w for w in text.split() if len(w) >= settings.min_length)
    return Summary(1, Counter(words))
