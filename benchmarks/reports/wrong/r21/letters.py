"""Per-letter tallies over a corpus of words."""
import logging
import multiprocessing

log = logging.getLogger("letters")

TALLY = None


def tally_word(word):
    for letter in set(word):
        TALLY[letter] = TALLY.get(letter, 0) + 1
    return len(word)


class Corpus:
    def __init__(self, words):
        self.words = [word.lower() for word in words]

    @property
    def alphabet(self):
        return sorted(set("".join(self.words)))

    def scan(self, processes):
        log.info("scanning %d words", len(self.words))
        with multiprocessing.Pool(processes) as pool:
            return sum(pool.map(tally_word, self.words))
