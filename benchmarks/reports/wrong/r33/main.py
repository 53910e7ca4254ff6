"""Replay recordings against the current code and compare the outcome."""
import argparse
import logging
import sys

from equalizer import Equalizer
from recordings import Tape


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recordings", type=int, default=6)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    tape = Tape.with_samples(args.recordings)
    outcome = Equalizer(tape).run()
    print({verdict: outcome.count(verdict) for verdict in sorted(set(outcome))})
    return 0


if __name__ == "__main__":
    sys.exit(main())
