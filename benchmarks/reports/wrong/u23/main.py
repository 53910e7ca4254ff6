"""Probe hosts in forked processes while a thread writes the journal."""

import argparse
import sys

from journal import Journal
from prober import Prober


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hosts", nargs="*", default=["alpha", "beta"])
    args = parser.parse_args()
    journal = Journal(interval=0.01)
    journal.start()
    try:
        prober = Prober(journal)
        for host, ok in prober.probe_all(args.hosts):
            print(host, "up" if ok else "down")
    finally:
        journal.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
