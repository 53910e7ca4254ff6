"""Convert recordings in a pool; all log records go to one listener."""

import argparse
import logging
import sys

from convert import convert_all
from logqueue import LogHub


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recordings", nargs="*", default=["intro.wav", "verse.wav", "outro.wav"])
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    with LogHub(handler) as hub:
        sizes = convert_all(args.recordings, args.jobs, hub)
    print(sum(sizes), "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
