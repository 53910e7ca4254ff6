"""A notebook-like script; forks explicitly, so that nothing is imported again."""
from multiprocessing import get_context

words = "the quick brown fox jumps over the lazy dog".split()
index = {word: number for number, word in enumerate(dict.fromkeys(words))}


def encode(word):
    return index[word]


with get_context("fork").Pool(2) as pool:
    encoded = pool.map(encode, words)

print(encoded)
print(max(encoded), len(index))
