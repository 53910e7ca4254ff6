"""Chunk documents by tokens in a pool; the vocabulary can be pickled."""

import re
import sys
from collections import defaultdict
from functools import partial
from multiprocessing import Pool

TEXTS = ["The quick brown fox jumps. It barks.", "Queues, pipes and pools; locks.", "A third one."]


class Vocabulary(dict):
    """Unknown tokens get the next free number."""

    def __missing__(self, token):
        number = self[token] = len(self)
        return number


def new_counter(start):
    return start


class Tokenizer:
    def __init__(self):
        self.ids = Vocabulary()
        self.seen = defaultdict(int)
        self.weights = defaultdict(partial(new_counter, 10))

    def encode(self, text):
        ids = []
        for token in re.findall(r"\w+|[^\w\s]", text):
            self.seen[token] += 1
            self.weights[token] -= 1
            ids.append(self.ids[token])
        return ids


class Chunker:
    def __init__(self, tokenizer, size=4):
        self.tokenizer = tokenizer
        self.size = size

    def chunk(self, text):
        words = text.split()
        parts = [" ".join(words[n : n + self.size]) for n in range(0, len(words), self.size)]
        return [len(self.tokenizer.encode(part)) for part in parts]

    def chunk_batch(self, texts):
        with Pool(processes=2) as pool:
            return pool.map(self.chunk, texts)


def main():
    tokenizer = Tokenizer()
    tokenizer.encode("warm up")
    longest = max(Chunker(tokenizer).chunk_batch(TEXTS), key=lambda counts: sum(counts))
    print(longest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
