"""Probe hosts while a thread writes the journal: processes are spawned."""

import sys

from journal import Journal
from prober import probe_all


def main():
    journal = Journal()
    journal.start()
    try:
        for host, ok in probe_all(["alpha", "beta"], journal.write):
            print(host, "up" if ok else "down")
    finally:
        journal.stop()
    print(len(journal.lines), "lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
