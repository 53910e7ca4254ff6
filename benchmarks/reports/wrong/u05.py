"""Chunk documents by tokens, a batch of documents at a time."""

from __future__ import annotations

import argparse
import re
import sys
from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import dataclass
from multiprocessing import Pool
from typing import Iterable

TEXTS = [
    "The quick brown fox jumps over the lazy dog. It barks.",
    "Queues, pipes and pools; locks and managers too.",
    "A third document, shorter.",
]


@dataclass(frozen=True)
class Chunk:
    text: str
    token_count: int


class BaseTokenizer(ABC):
    """Maps tokens to numbers; unknown tokens get the next free number."""

    def __init__(self) -> None:
        self.vocab: list[str] = []
        self.token_ids = defaultdict(lambda: len(self.vocab))

    @abstractmethod
    def split(self, text: str) -> Iterable[str]: ...

    def encode(self, text: str) -> list[int]:
        ids = []
        for token in self.split(text):
            number = self.token_ids[token]
            if number == len(self.vocab):
                self.vocab.append(token)
            ids.append(number)
        return ids


class WordTokenizer(BaseTokenizer):
    def split(self, text: str) -> Iterable[str]:
        return re.findall(r"\w+|[^\w\s]", text)


class CharTokenizer(BaseTokenizer):
    def split(self, text: str) -> Iterable[str]:
        return list(text)


class Chunker:
    def __init__(self, tokenizer: BaseTokenizer, size: int = 4, workers: int = 2) -> None:
        self.tokenizer = tokenizer
        self.size = size
        self.workers = workers

    def chunk(self, text: str) -> list[Chunk]:
        words = text.split()
        chunks = []
        for start in range(0, len(words), self.size):
            part = " ".join(words[start : start + self.size])
            chunks.append(Chunk(part, len(self.tokenizer.encode(part))))
        return chunks

    def chunk_batch(self, texts: list[str]) -> list[list[Chunk]]:
        with Pool(processes=self.workers) as pool:
            return pool.map(self.chunk, texts)

    def __call__(self, texts: str | list[str]):
        if isinstance(texts, str):
            return self.chunk(texts)
        return self.chunk_batch(texts)


TOKENIZERS = {"word": WordTokenizer, "char": CharTokenizer}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", choices=sorted(TOKENIZERS), default="word")
    parser.add_argument("--size", type=int, default=4)
    options = parser.parse_args(argv)
    chunker = Chunker(TOKENIZERS[options.tokenizer](), options.size)
    for chunks in chunker(TEXTS):
        print([chunk.token_count for chunk in chunks])
    return 0


if __name__ == "__main__":
    sys.exit(main())
