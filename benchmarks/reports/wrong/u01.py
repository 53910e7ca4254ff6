"""Shrink a failing input by testing simplified candidates in parallel."""

import argparse
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile

log = logging.getLogger("shrink")

__SCRATCH = None


def setup_scratch(prefix):
    """Create the directory where candidates are written."""
    global __SCRATCH
    __SCRATCH = tempfile.mkdtemp(prefix=prefix)
    log.debug("scratch directory is %s", __SCRATCH)


def remove_scratch():
    if __SCRATCH is not None:
        shutil.rmtree(__SCRATCH, ignore_errors=True)


def candidate_path(number):
    return os.path.join(__SCRATCH, f"candidate-{os.getpid()}-{number}.txt")


def still_fails(path):
    with open(path, encoding="utf-8") as handle:
        return "BUG" in handle.read()


def check(job):
    """Write one candidate and see whether it still shows the bug."""
    number, text = job
    path = candidate_path(number)
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(text)
    return number, still_fails(path)


def simplifications(text):
    words = text.split()
    for position in range(len(words)):
        yield " ".join(words[:position] + words[position + 1 :])


def shrink(text, jobs):
    rounds = 0
    with multiprocessing.Pool(jobs) as pool:
        while True:
            rounds += 1
            candidates = list(simplifications(text))
            best = None
            for number, fails in pool.imap_unordered(check, enumerate(candidates)):
                if fails and (best is None or len(candidates[number]) < len(best)):
                    best = candidates[number]
            if best is None:
                return text, rounds
            text = best


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--text", default="one two BUG four")
    options = parser.parse_args(argv)
    setup_scratch("shrink-")
    try:
        text, rounds = shrink(options.text, options.jobs)
    finally:
        remove_scratch()
    print(f"{rounds} rounds: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
