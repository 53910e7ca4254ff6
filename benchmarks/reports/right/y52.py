"""Spell-check lines: constants of the module are read in workers, counters kept in the parent."""

import multiprocessing
import re
import sys

WORDS = frozenset("the cat sat on mat a dog ran".split())
PATTERN = re.compile(r"[a-z]+")
SUFFIXES = {"s": "", "ed": ""}
SUFFIXES.update({"ing": ""})

checked = 0
unknown_total = 0


def stem(word):
    for suffix, replacement in SUFFIXES.items():
        if word.endswith(suffix) and word[: -len(suffix)] in WORDS:
            return word[: -len(suffix)] + replacement
    return word


def check(line):
    return [word for word in PATTERN.findall(line.lower()) if stem(word) not in WORDS]


def record(unknown):
    global checked, unknown_total
    checked += 1
    unknown_total += len(unknown)


def main():
    lines = ["The cats sat on the mat", "A dgo ran", "Dogs ranned"]
    with multiprocessing.Pool(2) as pool:
        for unknown in pool.imap(check, lines):
            record(unknown)
            print(unknown)
    print(checked, unknown_total)
    return 0


if __name__ == "__main__":
    sys.exit(main())
