"""Jobs over a generated text; checked against plain Python."""
import collections
import sys

from mapred import Engine
from wordjobs import Broken, InvertedIndex, WordCount

VERSES = ["the owl and the pussycat", "went to sea", "in a beautiful pea green boat", "the moon the moon"]


def corpus(times):
    return [VERSES[i % len(VERSES)] for i in range(times)]


def main():
    texts = corpus(40)
    with Engine(2) as engine:
        counts = engine.run(WordCount(), texts)
        index = engine.run(InvertedIndex(4), enumerate(VERSES))
        try:
            engine.run(Broken(), texts[:3])
        except KeyError:
            broken = True
        else:
            broken = False
        again = engine.run(WordCount(), texts)
        moved = engine.moved["WordCount"]
    assert counts == again == collections.Counter(" ".join(texts).split())
    assert index["moon"] == [3] and "the" not in index
    assert broken
    assert moved < sum(counts.values())
    print("words", len(counts), "index", len(index))


if __name__ == "__main__":
    sys.exit(main())
