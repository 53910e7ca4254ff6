"""Shrink a failing input; workers learn of the scratch directory at their start."""

import argparse
import multiprocessing
import os
import sys
import tempfile

_scratch = None


def _use_scratch(path):
    """Initializer of each worker."""
    global _scratch
    _scratch = path


def candidate_path(number):
    return os.path.join(_scratch, f"candidate-{os.getpid()}-{number}.txt")


def check(job):
    number, text = job
    path = candidate_path(number)
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(text)
    with open(path, encoding="utf-8") as handle:
        return number, "BUG" in handle.read()


def simplifications(text):
    words = text.split()
    for position in range(len(words)):
        yield " ".join(words[:position] + words[position + 1 :])


def shrink(text, pool):
    while True:
        candidates = list(simplifications(text))
        outcomes = pool.imap_unordered(check, enumerate(candidates))
        good = [candidates[number] for number, fails in outcomes if fails]
        if not good:
            return text
        text = min(good, key=lambda candidate: (len(candidate), candidate))


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--text", default="one two BUG four")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="shrink-") as folder:
        with multiprocessing.Pool(options.jobs, initializer=_use_scratch, initargs=(folder,)) as pool:
            print(shrink(options.text, pool))
    return 0


if __name__ == "__main__":
    sys.exit(main())
