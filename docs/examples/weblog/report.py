"""Print which pages of a web site were requested most, from the log files of its server.

It has worked for years on Linux, where worker processes were forked until Python 3.13.
"""

import argparse
import collections
import multiprocessing as mp
from pathlib import Path

import access

LOGS = Path(__file__).parent / "logs"

requests = mp.Value("i", 0)


def count(log):
    """Count the requests of one log file, in a worker process."""
    pages = access.count_pages(log.read_text(encoding="utf-8"))
    with requests.get_lock():
        requests.value += pages.total()
    return pages


def main():
    """Read the command line, have workers count, and print the result."""
    parser = argparse.ArgumentParser(description="Print which pages were requested most.")
    parser.add_argument("--status", default="200", help="count requests that were answered with this status")
    access.status = parser.parse_args().status

    with mp.Pool(2) as pool:
        pages = sum(pool.map(count, sorted(LOGS.glob("*.log"))), collections.Counter())
    for page, times in pages.most_common(3):
        print(f"{times:3} {page}")
    print(f"{requests.value:3} requests")


if __name__ == "__main__":
    main()
